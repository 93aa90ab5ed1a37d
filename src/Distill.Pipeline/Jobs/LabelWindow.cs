namespace Distill.Pipeline.Jobs;

/// <summary>
/// How far the chunks of a label set have been sent for (<c>labels/FINGERPRINT/window.json</c>), moved by replace-if-match by the student
/// that needs more. Nobody owns it, so nobody dead can hold it.
/// </summary>
/// <param name="Next">The first chunk that nobody has sent for, counted through all views.</param>
/// <param name="Asked">When somebody last sent again for chunks that had not come, UTC.</param>
internal sealed record LabelWindow(long Next, DateTimeOffset Asked);
