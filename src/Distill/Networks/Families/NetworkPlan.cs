using Distill.Data;

namespace Distill.Networks;

/// <summary>What is asked of a family's builder.</summary>
/// <param name="Name">The name the network will bear.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Input">The images.</param>
/// <param name="Width">Factor for the channels inside; 1 is the published network.</param>
internal sealed record NetworkPlan(string Name, int Classes, ImageShape Input, double Width)
{
    public NetworkBuilder Begin() => new(Width == 1 ? Name : $"{Name}@{Width}", Input, Classes);

    /// <summary>A published number of channels, made wider or narrower.</summary>
    public int Channels(int published) => Width == 1 ? published : RoundToEight(published * Width);

    /// <summary>
    /// The nearest multiple of eight, at least eight and never more than a tenth below (the rule of the MobileNet authors);
    /// other numbers fall off the fast paths of inference engines.
    /// </summary>
    public static int RoundToEight(double channels)
    {
        var rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
