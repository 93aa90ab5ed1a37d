using Distill.Randomness;

namespace Distill.Data.Augmenting;

/// <summary>The random numbers of one step for one (seed, view, sample). Each has its own index, so none depends on another.</summary>
internal readonly struct Draws
{
    /// <summary>Indices that a step may use, the first of which decides whether the step happens at all.</summary>
    private const int PerStep = 64;

    // Keeps the streams of augmentation apart from those that count from 0 under the same seed.
    private const ulong Domain = 1UL << 63;

    private readonly ulong _seed;
    private readonly ulong _stream;
    private readonly ulong _first;

    public Draws(ulong seed, int view, int sample, int step)
    {
        _seed = seed;
        _stream = Domain | ((ulong)(uint)view << 32) | (uint)sample;
        _first = (ulong)step * PerStep;
    }

    /// <summary>Whether an event of this probability happens; certain and impossible ones cost no draw.</summary>
    public bool Happens(double probability) => probability >= 1 || (probability > 0 && Uniform(0) < probability);

    /// <summary>A number in [0, 1).</summary>
    public float Uniform(int index) => CounterRandom.Uniform(_seed, _stream, _first + (ulong)index);

    /// <summary>A whole number from 0 up to, not including, the bound.</summary>
    public int Below(int bound, int index) => CounterRandom.Below(bound, _seed, _stream, _first + (ulong)index);
}
