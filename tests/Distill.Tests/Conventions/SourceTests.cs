using System.Text.RegularExpressions;
using Distill.Tests.Support;
using Xunit;

namespace Distill.Tests.Conventions;

public sealed partial class SourceTests
{
    private const int MaximumLines = 400;

    private static readonly string[] s_emptyNames = ["Common", "Shared", "Utils", "Utilities", "Helpers", "Misc", "Core", "Base"];

    private static readonly string[] s_textFiles = [".cs", ".csproj", ".props", ".sln", ".md", ".yaml", ".yml", ".json", ".sh", ".cpp", ".h", ".txt", ""];

    [Fact]
    public void No_file_is_longer_than_one_sitting() =>
        Convention.Holds(
            $"A source file has at most {MaximumLines} lines; split it by what its parts are about.",
            from file in Convention.CSharp("src", "tests")
            where file.Lines.Length > MaximumLines
            select $"{file.Path} has {file.Lines.Length}");

    [Fact]
    public void A_file_holds_one_public_type() =>
        Convention.Holds(
            "One public type per file, so that a type is found by its name.",
            from file in Convention.CSharp("src")
            let types = file.Lines.Select(line => PublicType().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).Distinct()
            where types.Count() > 1
            select $"{file.Path}: {string.Join(", ", types)}");

    [Fact]
    public void Usings_are_in_order() =>
        Convention.Holds(
            "System first, then by name, as `dotnet format` has them.",
            from file in Convention.CSharp("src", "tests")
            let names = file.Lines.Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToList()
            let ordered = names.OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name.Replace('.', '\0'), StringComparer.OrdinalIgnoreCase)
            where !names.SequenceEqual(ordered)
            select $"{file.Path}: {names.Zip(ordered).First(pair => pair.First != pair.Second).Second} stands too late");

    [Fact]
    public void Folders_are_nouns_of_the_domain() =>
        Convention.Holds(
            "A folder is named for what is in it.",
            from path in Repository.Files("*.cs", "src", "tests")
            let folder = Path.GetDirectoryName(path)!
            where folder.Split('/').Any(part => s_emptyNames.Contains(part, StringComparer.OrdinalIgnoreCase))
            select path);

    [Fact]
    public void Native_code_is_reached_from_one_folder_only() =>
        Convention.Holds(
            "Only src/Distill.Tensors/Interop declares native functions.",
            Convention.Lines(
                Convention.CSharp("src").Where(file => !file.Path.StartsWith("src/Distill.Tensors/Interop/", StringComparison.Ordinal)),
                line => NativeImport().IsMatch(line)));

    [Fact]
    public void Only_the_command_line_talks_to_the_console() =>
        Convention.Holds(
            "Only src/Distill.Cli uses the console.",
            Convention.Lines(
                Convention.CSharp("src").Where(file => !file.Path.StartsWith("src/Distill.Cli/", StringComparison.Ordinal)),
                line => ConsoleUse().IsMatch(line)));

    [Fact]
    public void Tests_wait_for_conditions_and_never_sleep() =>
        Convention.Holds(
            "A test waits for a condition or moves the clock; it does not sleep.",
            Convention.Lines(Convention.CSharp("tests"), line => Sleep().IsMatch(line)));

    [Fact]
    public void Nothing_is_left_to_be_done() =>
        Convention.Holds(
            "What is missing is an issue, not a remark in the code.",
            Convention.Lines(Convention.CSharp("src", "tests"), line => Remark().IsMatch(line)));

    [Fact]
    public void Nothing_names_a_place_on_a_single_machine() =>
        Convention.Holds(
            "Paths are relative to the working copy or come from the user.",
            from path in Repository.Files("*", "src", "tests", "jobs", "infra", "charts").Concat(TopLevelFiles())
            where s_textFiles.Contains(Path.GetExtension(path))
            from line in File.ReadLines(Repository.PathOf(path)).Index()
            where PersonalPath().IsMatch(line.Item)
            select $"{path}:{line.Index + 1}  {line.Item.Trim()}");

    private static IEnumerable<string> TopLevelFiles() =>
        Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path));

    [GeneratedRegex(@"^using (?<name>[\w.]+);$")]
    private static partial Regex Using();

    [GeneratedRegex(@"^public\s+(?:\w+\s+)*?(?:class|record struct|record class|record|struct|interface|enum|delegate \S+)\s+(?<name>\w+)")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\[(Dll|Library)Import\(|NativeLibrary\.Get(Export|Function)")]
    private static partial Regex NativeImport();

    [GeneratedRegex(@"(?<![\w.])(System\.)?Console\.")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"Thread\s*\.\s*Sleep\(|Task\s*\.\s*Delay\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b")]
    private static partial Regex Remark();

    [GeneratedRegex(@"(?<![\w.$}~])/(home|[U]sers|work|root)/\w|[A-Z]:\\\\?[U]sers")]
    private static partial Regex PersonalPath();
}
