namespace Distill.Labels;

/// <summary>
/// Says when a reader that hears nothing should complain: after it has waited for a while, then after twice as long, and so on. Only the
/// time that it truly waits counts, so that short segments add up and pauses between them do not.
/// </summary>
/// <param name="first">The first limit.</param>
/// <param name="longest">No limit is longer.</param>
internal sealed class LabelPatience(TimeSpan first, TimeSpan longest)
{
    private readonly Lock _gate = new();
    private int _complaints;
    private TimeSpan _waited;

    /// <summary>Something has arrived: wait anew.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            (_complaints, _waited) = (0, TimeSpan.Zero);
        }
    }

    /// <summary>Counts a time that was waited; true when that makes it too long.</summary>
    public bool IsExhaustedAfter(TimeSpan waited)
    {
        lock (_gate)
        {
            _waited += waited;
            var limit = first * Math.Pow(2, _complaints);
            if (_waited < (limit < longest ? limit : longest))
            {
                return false;
            }

            _complaints++;
            _waited = TimeSpan.Zero;
            return true;
        }
    }
}
