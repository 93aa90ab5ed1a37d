using Distill.Data;

namespace Distill.Networks;

/// <summary>Published weights that this program knows: what they are for and how good they have to be.</summary>
public static class Pretrained
{
    private static readonly ImageShape s_cifar = new(3, 32, 32);
    private static readonly Normalization s_imageNet = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    private const string Akamaster = "BSD-2-Clause, Copyright (c) 2018 Yerlan Idelbayev";
    private const string AkamasterSource = "https://github.com/akamaster/pytorch_resnet_cifar10";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PretrainedEntry> All { get; } =
    [
        new("cifar10_resnet20", "cifar10_resnet20", s_cifar, 10, s_imageNet, 91.73,
            "56465d91452b598f57ada616d9bbf378b092ac9cc7110d10e7ba8d6b2c6b34f2", Akamaster, AkamasterSource),
        new("cifar10_resnet56", "cifar10_resnet56", s_cifar, 10, s_imageNet, 93.39,
            "ca0b649fd2b0637579955c5194f6cd91509aa1ab3764769e174a50d3ad338ebd", Akamaster, AkamasterSource),
        new("cifar100_resnet56", "resnet56", s_cifar, 100,
            new Normalization([0.507f, 0.4865f, 0.4409f], [0.2673f, 0.2564f, 0.2761f]), 72.63,
            "1904347a311c18ca181786efaad07956a78a7fa6018f9edf3368ee678ee219d4",
            "BSD-3-Clause, Copyright (c) 2021 chenyaofo", "https://github.com/chenyaofo/pytorch-cifar-models"),
        new("fashion_cnn", "fashion_cnn", new ImageShape(1, 28, 28), 10, new Normalization([0.286f], [0.353f]), 93.17,
            "0dff5d1c5a1a405eb8fec8ec2164ef4fcb56d03f7927bb105c9344395e2ee03f",
            "that of this project", "trained for this project on the 60,000 training images of Fashion-MNIST"),
    ];

    /// <summary>The entry of this name, or null.</summary>
    public static PretrainedEntry? ByName(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>The entry whose file has this SHA-256 (hexadecimal), or null; recognises a file under any name.</summary>
    public static PretrainedEntry? BySha256(string sha256) =>
        All.FirstOrDefault(entry => entry.Sha256.Equals(sha256, StringComparison.OrdinalIgnoreCase));
}
