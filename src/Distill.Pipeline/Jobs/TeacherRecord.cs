using Distill.Reports;

namespace Distill.Pipeline.Jobs;

/// <summary>A job's teacher once it is checked (<c>jobs/NAME/teacher.json</c>, create-if-absent).</summary>
/// <param name="Model">Its id in the model store.</param>
/// <param name="Fingerprint">Fingerprint of the label set that it fills.</param>
/// <param name="Numerics">Numerics class of the slots that teach it.</param>
/// <param name="Route">Kind of machine that teaches it.</param>
/// <param name="ReusedViews">Views that were complete before this job taught anything.</param>
/// <param name="Evaluation">The teacher on the test split.</param>
public sealed record TeacherRecord(string Model, string Fingerprint, string Numerics, string Route, int ReusedViews, Evaluation Evaluation);
