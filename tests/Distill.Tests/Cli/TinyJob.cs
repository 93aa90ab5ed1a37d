namespace Distill.Tests.Cli;

/// <summary>A job of a few seconds: what is tested is the command line, not the student.</summary>
internal static class TinyJob
{
    public static string[] Run { get; } =
    [
        "run", "digits", "--set", "seeds=[1,2]", "--set", "dataset.train_limit=128", "--set", "labels.views=1", "--set", "training.epochs=1",
        "--set", "student.network=cnn_4_8", "--set", "teacher.network=cnn_8_16", "--set", "teacher.training.epochs=1", "--set", "teacher.minimum_accuracy=0",
    ];
}
