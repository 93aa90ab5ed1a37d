using System.Security.Cryptography;
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
            "56465d91452b598f57ada616d9bbf378b092ac9cc7110d10e7ba8d6b2c6b34f2", Akamaster, AkamasterSource)
        { OtherForms = ["abaac7af3163b308809f7ddfbc80e6ea4f71f8a8ff8bbd5e13dd57a9f00357d0"] },
        new("cifar10_resnet56", "cifar10_resnet56", s_cifar, 10, s_imageNet, 93.39,
            "ca0b649fd2b0637579955c5194f6cd91509aa1ab3764769e174a50d3ad338ebd", Akamaster, AkamasterSource)
        { OtherForms = ["0e14343d8ab9ff5e07e06712def31ffe14db7b12e69f8b808c959b213f487c10", "4debf715f6d26b39b624f90056b785fb7e44255db2b4c1e1dd7bbea210167751"] },
        new("cifar100_resnet56", "resnet56", s_cifar, 100,
            new Normalization([0.507f, 0.4865f, 0.4409f], [0.2673f, 0.2564f, 0.2761f]), 72.63,
            "1904347a311c18ca181786efaad07956a78a7fa6018f9edf3368ee678ee219d4",
            "BSD-3-Clause, Copyright (c) 2021 chenyaofo", "https://github.com/chenyaofo/pytorch-cifar-models")
        { OtherForms = ["55918f84e04f8592083a6fd5ee3698d99f7dc88d14bad0cd9a6d48914e85f36a", "23590c3195e72e69e6323439dd0c3946032eea0f1df1bbc1252a47bc001d5c87"] },
        new("fashion_cnn", "fashion_cnn", new ImageShape(1, 28, 28), 10, new Normalization([0.286f], [0.353f]), 93.17,
            "0dff5d1c5a1a405eb8fec8ec2164ef4fcb56d03f7927bb105c9344395e2ee03f",
            "that of this project", "trained for this project on the 60,000 training images of Fashion-MNIST")
        { OtherForms = ["c134e8d5a107d6da972526ef0aa6a1b1f4ff6a568c7b29f867175d1491d7d36a", "6febc1e3b4666a8c880baf01c988a9f8c76b8da0e3754e1530c12c80e4657f90"] },
    ];

    /// <summary>The entry of this name, or null.</summary>
    public static PretrainedEntry? ByName(string name) => All.FirstOrDefault(entry => entry.Name == name);

    /// <summary>The entry whose file has this SHA-256 (hexadecimal), or null; recognises a file under any name.</summary>
    public static PretrainedEntry? BySha256(string sha256) =>
        All.FirstOrDefault(entry => entry.OtherForms.Prepend(entry.Sha256).Contains(sha256, StringComparer.OrdinalIgnoreCase));

    /// <summary>The entry that a file is of, by its content, or null.</summary>
    /// <exception cref="NetworkProblemException">The file cannot be read.</exception>
    public static PretrainedEntry? OfFile(string path)
    {
        using var stream = WeightsFormats.Open(path);
        return BySha256(Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
