namespace Distill.Jobs.Estimates;

/// <summary>What the teacher's labels take.</summary>
/// <param name="Views">Views that the job asks for.</param>
/// <param name="Present">Views that are already there and need not be taught.</param>
/// <param name="BytesPerSample">Bytes of one sample of one view.</param>
/// <param name="Bytes">All views together, without headers and checksums.</param>
public sealed record LabelEstimate(int Views, int Present, int BytesPerSample, long Bytes);
