using Distill.Jobs;
using Distill.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Distill.Tests.Jobs;

/// <summary>Whatever a file or an override says, reading ends in a job or in problems, never in an exception.</summary>
public sealed class JobFuzzTests
{
    private const int Many = 500;

    private static readonly string s_valid = JobExamples.Template;

    [Fact]
    public void Damaged_files_are_read_or_refused() => Prop.ForAll(Damaged, yaml => IsReadOrRefused(yaml)).CheckQuietly(Many);

    [Fact]
    public void Random_text_is_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => IsReadOrRefused(text.Get)).CheckQuietly(Many);

    [Fact]
    public void Random_overrides_are_read_or_refused() =>
        Prop.ForAll(Override, text => IsReadOrRefused(s_valid, text)).CheckQuietly(Many);

    private static Arbitrary<string> Damaged => Arb.From(
        from start in Gen.Choose(0, s_valid.Length - 1)
        from length in Gen.Choose(0, 40)
        from noise in Gen.Elements("", "[", "]", "{", "}", ":", "- ", "\"", "'", "&a ", "*a", "!!x ", "|", ">", "%", "@", "\n", "\t", "\0", "---\n", "...", "? ", "#", "\u2028", "<<: ")
        select s_valid[..start] + noise + s_valid[Math.Min(s_valid.Length, start + length)..]);

    private static Arbitrary<string> Override => Arb.From(
        from keys in Gen.Elements("training", "loss", "0", "seeds", "epochs", "", "kind", "teacher", "9", "x").NonEmptyListOf()
        from value in Gen.Elements("", "3", "[", "{ kind: step }", "null", "a: b: c", "[[]]", "{}", "\"", "-")
        select $"{string.Join('.', keys)}={value}");

    private static bool IsReadOrRefused(string yaml, params string[] overrides)
    {
        var reading = JobReader.Read(yaml, "job.yaml", overrides);
        return reading.Job is null == reading.Problems.Count > 0;
    }
}
