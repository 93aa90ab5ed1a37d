using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Distill.Jobs;

/// <summary>Names of jobs: readable ones made from content, and the rule that given ones must keep.</summary>
public static partial class JobNames
{
    /// <summary>The longest DNS label, and so the longest Kubernetes label value.</summary>
    private const int LongestName = 63;

    private const int Numbers = 100;

    private static readonly string[] s_adjectives =
    [
        "agile", "amber", "bold", "brave", "bright", "brisk", "calm", "clear", "clever", "crisp", "deft", "eager", "early", "fair", "fleet", "fond",
        "fresh", "gentle", "glad", "golden", "grand", "happy", "hardy", "humble", "keen", "kind", "lively", "lucid", "lucky", "mellow", "merry", "mild",
        "neat", "nimble", "noble", "patient", "placid", "plucky", "polite", "prime", "proud", "quick", "quiet", "rapid", "ready", "royal", "serene", "sharp",
        "silent", "silver", "sleek", "smart", "snug", "solid", "spry", "steady", "sunny", "swift", "tidy", "trusty", "vivid", "warm", "wise", "witty",
    ];

    private static readonly string[] s_animals =
    [
        "badger", "beaver", "bison", "bobcat", "condor", "coyote", "crane", "curlew", "dingo", "dolphin", "eagle", "egret", "falcon", "ferret", "finch", "fox",
        "gazelle", "gecko", "gibbon", "grouse", "hare", "hawk", "heron", "hornbill", "ibex", "ibis", "jackal", "jaguar", "kestrel", "kiwi", "koala", "lark",
        "lemur", "leopard", "lynx", "magpie", "marmot", "marten", "mole", "moose", "newt", "ocelot", "oriole", "osprey", "otter", "owl", "panda", "pelican",
        "penguin", "plover", "puffin", "puma", "quail", "raven", "robin", "salmon", "seal", "sparrow", "stork", "swan", "tapir", "toad", "walrus", "wren",
    ];

    /// <summary>
    /// The name that follows from a content: the same content has the same name, on every machine. A counter gives the
    /// next names where that one is taken.
    /// </summary>
    /// <returns>Adjective, animal and a number from 0 to 99, such as <c>brisk-otter-7</c>: one of 409,600.</returns>
    public static string Of(string content, int counter = 0)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{counter}\n{content}"));
        var adjective = s_adjectives[Pick(hash, 0, s_adjectives.Length)];
        var animal = s_animals[Pick(hash, 8, s_animals.Length)];
        return $"{adjective}-{animal}-{Pick(hash, 16, Numbers)}";
    }

    /// <summary>
    /// What is wrong with a name as a DNS label, worded to follow its subject (<c>is "My Job", but ...</c>);
    /// <see langword="null"/> if nothing is.
    /// </summary>
    public static string? Problem(string name)
    {
        if (name.Length <= LongestName && Label().IsMatch(name))
        {
            return null;
        }

        if (name.Length > LongestName)
        {
            return $"has {name.Length} characters, but may have at most {LongestName}; shorten it.";
        }

        var near = Near(name);
        var advice = near.Length > 0 ? $"\"{near}\" would do" : "\"my-job\" would do";
        return $"cannot be \"{name}\", because it becomes a folder and a label: lower-case letters, digits and hyphens between them; {advice}.";
    }

    /// <summary>The valid name that is nearest to a text; empty where the text has neither letters nor digits.</summary>
    internal static string Near(string text)
    {
        var near = Outside().Replace(text.ToLowerInvariant(), "-").Trim('-');
        return near[..Math.Min(near.Length, LongestName)].TrimEnd('-');
    }

    private static int Pick(byte[] hash, int offset, int count) =>
        (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(offset)) % (uint)count);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Outside();
}
