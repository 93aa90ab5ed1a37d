using Distill.Reports.Markup;

namespace Distill.Reports.Page;

/// <summary>What the students learned from, and what it cost.</summary>
internal static class LabelsSection
{
    public static Html Render(LabelsReport? labels)
    {
        if (labels is null)
        {
            return Html.Empty;
        }

        return Html.Of($"""
            <section>
            <h2>Labels</h2>
            {Facts.List([
                Facts.Of("Views", $"{labels.Views}: {labels.Reused} already there, {labels.Taught} taught for this job"),
                Facts.Of("Size", $"{Figures.Number(labels.BytesPerSample, 1)} bytes per sample and view"),
                Facts.Of("Lost by storing", labels.Fidelity is { } loss ? $"{Scientific(loss)} nats of KL divergence against full precision" : "not measured: every view was already there"),
                .. Arithmetic(labels),
                Facts.Of("Teachers’ numerics class", labels.NumericsClass),
                Facts.Code("Fingerprint", labels.Fingerprint),
                Facts.Code("Digest of the labels consumed", labels.Digest)])}
            </section>
            """);
    }

    private static IEnumerable<Html> Arithmetic(LabelsReport labels) => labels.PrecisionLoss is { } loss
        ? [Facts.Of("Teacher’s arithmetic", $"{labels.Precision}; against float32 on the test images {Scientific(loss.Divergence)} nats of KL divergence, {Figures.Percent(loss.Agreement)} the same class, {Figures.Percent(loss.Overlap)} of the orders’ channels the same")]
        : [];

    private static string Scientific(double value) => value == 0 ? "0" : value.ToString("0.0e+0").Replace('-', '−');
}
