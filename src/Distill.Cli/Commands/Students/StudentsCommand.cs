using System.CommandLine;

namespace Distill.Cli.Commands.Students;

/// <summary><c>distill students</c>: what jobs have made.</summary>
internal static class StudentsCommand
{
    public static Command Create(Terminal terminal) => new("students", "List, copy and verify finished students")
    {
        List.Create(terminal),
        Pull.Create(terminal),
        Verify.Create(terminal),
    };
}
