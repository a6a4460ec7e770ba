namespace FlixTube.Host.Commands;

/// <summary>How many videos, of how many bytes, had which outcome. Not thread-safe.</summary>
internal sealed class Tally<TOutcome>
    where TOutcome : struct, Enum
{
    private readonly Dictionary<TOutcome, (long Videos, long Bytes)> _sums = [];

    public void Add(TOutcome outcome, long bytes)
    {
        var sum = _sums.GetValueOrDefault(outcome);
        _sums[outcome] = (sum.Videos + 1, sum.Bytes + bytes);
    }

    public long Count(TOutcome outcome) => _sums.GetValueOrDefault(outcome).Videos;

    public long Bytes(TOutcome outcome) => _sums.GetValueOrDefault(outcome).Bytes;
}
