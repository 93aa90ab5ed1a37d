namespace Distill.Server.Documents;

/// <summary>A label set of the store.</summary>
/// <param name="Fingerprint">What it is known by: jobs with the same one share its labels.</param>
/// <param name="Parts">All that decides it, by name.</param>
/// <param name="Views">Complete views.</param>
/// <param name="Bytes">Bytes of all views.</param>
/// <param name="BytesPerSample">Bytes of one image of one view; null before there is a view.</param>
/// <param name="Fidelity">Mean KL divergence, in nats, that the encoding adds; null where it was not measured.</param>
/// <param name="TeacherAccuracy">The teacher's accuracy on the test images; null where it is not known.</param>
/// <param name="Jobs">The jobs that learn from it.</param>
internal sealed record LabelSetSummary(
    string Fingerprint, IReadOnlyDictionary<string, string> Parts, int Views, long Bytes, double? BytesPerSample, double? Fidelity, double? TeacherAccuracy, IReadOnlyList<string> Jobs);
