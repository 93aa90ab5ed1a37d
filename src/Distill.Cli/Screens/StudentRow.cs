using Distill.Artifacts;
using Distill.Cli.Stored;

namespace Distill.Cli.Screens;

/// <summary>One student of <c>distill students list</c>.</summary>
internal sealed record StudentRow(string Job, string Student, int Seed, string Network, double Accuracy, long Parameters, long Bytes, string Sha256, string Path)
{
    public static StudentRow Of(StoredStudent student, IArtifactStore store)
    {
        var model = student.Report.Student;
        return new StudentRow(
            student.Job, student.Name, student.Report.Seed, model.Network, model.Final.Top1, model.Parameters, model.Bytes, model.Sha256, store.Describe(student.Folder.Path));
    }
}
