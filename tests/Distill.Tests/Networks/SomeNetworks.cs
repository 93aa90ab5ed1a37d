using Distill.Data;
using Distill.Networks;

namespace Distill.Tests.Networks;

/// <summary>The zoo as tests use it.</summary>
internal static class SomeNetworks
{
    /// <summary>The images that a network of the zoo is meant for.</summary>
    public static ImageShape InputOf(string name) => name == "fashion_cnn" ? new ImageShape(1, 28, 28) : new ImageShape(3, 32, 32);

    /// <summary>A network of the zoo for ten classes, a quarter as wide: the same graph at a sixteenth of the time.</summary>
    public static Network Narrow(string name) => Zoo.Create(name, 10, InputOf(name), width: 0.25);
}
