using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Labels;

/// <summary>
/// Which bytes of labels a student has learnt from. It goes into every checkpoint, so that a student never continues on
/// other labels than those it began with. Thread-safe.
/// </summary>
public sealed class ConsumedLabels
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(int View, int Chunk), string> _hashes = [];

    /// <summary>Begins with nothing consumed.</summary>
    public ConsumedLabels()
    {
    }

    /// <summary>Goes on from a checkpoint.</summary>
    public ConsumedLabels(IEnumerable<KeyValuePair<(int View, int Chunk), string>> hashes)
    {
        foreach (var (key, sha256) in hashes)
        {
            _hashes.Add(key, sha256);
        }
    }

    /// <summary>SHA-256 (hex) of each consumed chunk, by view and chunk.</summary>
    public IReadOnlyDictionary<(int View, int Chunk), string> Hashes
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<(int View, int Chunk), string>(_hashes);
            }
        }
    }

    /// <summary>SHA-256 (hex) over all of <see cref="Hashes"/> in order: the digest of the labels that made a student.</summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder();
            foreach (var ((view, chunk), sha256) in Hashes)
            {
                text.Append(CultureInfo.InvariantCulture, $"{view} {chunk} {sha256}\n");
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>Notes that a chunk is about to be learnt from.</summary>
    /// <exception cref="LabelChangedException">The same chunk was consumed before with other bytes.</exception>
    public void Record(int view, int chunk, string sha256)
    {
        lock (_gate)
        {
            if (!_hashes.TryAdd((view, chunk), sha256) && _hashes[(view, chunk)] != sha256)
            {
                throw new LabelChangedException(
                    $"View {view}, chunk {chunk} of the labels has changed since this student learnt from it (SHA-256 {_hashes[(view, chunk)][..12]} then, {sha256[..12]} now), so it cannot go on; put the old labels back or start the job anew under another name.");
            }
        }
    }
}
