namespace Distill.Tests.Cli;

/// <summary>A job of a few seconds: what is tested is the command line, not the student.</summary>
internal static class TinyJob
{
    /// <summary>What makes the bundled job small, and independent of what it is tuned to.</summary>
    public static string[] Overrides { get; } =
    [
        "seeds=[1,2]", "dataset.train_limit=128", "labels.views=1", "training.epochs=1",
        "student.network=cnn_4_8", "teacher.network=cnn_8_16", "teacher.training.epochs=1", "teacher.minimum_accuracy=0",
    ];

    /// <summary>The command line that runs it.</summary>
    public static string[] Run { get; } = ["run", "digits", .. Overrides.SelectMany(setting => new[] { "--set", setting })];
}
