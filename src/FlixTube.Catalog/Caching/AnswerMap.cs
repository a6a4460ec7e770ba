using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FlixTube.Catalog.Caching;

/// <summary>
/// Answers by id, not more than so many: whoever was not asked for since the last round goes first (the clock algorithm).
/// Anyone may find; one at a time may change.
/// </summary>
internal sealed class AnswerMap(int capacity)
{
    private readonly ConcurrentDictionary<VideoId, CachedAnswer> _answers = new();
    private readonly LinkedList<CachedAnswer> _round = new();

    public bool IsEmpty => _answers.IsEmpty;

    public bool TryFind(VideoId id, [NotNullWhen(true)] out CachedAnswer? answer)
    {
        if (!_answers.TryGetValue(id, out answer))
            return false;

        if (!answer.Used)
            answer.Used = true;

        return true;
    }

    public void Put(CachedAnswer answer)
    {
        Remove(answer.Id);
        while (_round.Count >= capacity)
            Evict();

        answer.Place = _round.AddLast(answer);
        _answers[answer.Id] = answer;
    }

    public void Remove(VideoId id)
    {
        if (_answers.TryRemove(id, out var answer))
            _round.Remove(answer.Place!);
    }

    private void Evict()
    {
        var oldest = _round.First!;
        if (oldest.Value.Used)
        {
            oldest.Value.Used = false;
            _round.RemoveFirst();
            _round.AddLast(oldest);
        }
        else
        {
            Remove(oldest.Value.Id);
        }
    }
}
