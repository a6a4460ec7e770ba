namespace FlixTube.Storage.Caching.Memory;

/// <summary>
/// Decides who goes when a tier is full (Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023). What
/// is new stands in a short queue; only what was of use by the time it comes to the front joins the long one, so that a
/// scan passes through the short queue alone. What left the short queue is remembered, and joins the long one at once
/// when it comes back.
/// </summary>
/// <remarks>A hit changes nothing but a counter of the resident: it needs no lock. All else is not thread-safe.</remarks>
internal sealed class S3Fifo<T>(long capacity)
    where T : Resident
{
    // The share of the paper.
    private const int ProbationDivisor = 10;
    private const int HitsToStay = 2;

    // Each that is in use is passed over; with so many of them the rest is not worth a search.
    private const int MostInUse = 256;

    private readonly Queue<T> _probation = new();
    private readonly Queue<T> _main = new();
    private readonly Ghosts _ghosts = new(capacity);
    private long _probationWeight;
    private long _mainWeight;

    /// <summary>In bytes.</summary>
    public long Weight => _probationWeight + _mainWeight;

    public void Add(T resident)
    {
        if (_ghosts.TryWake(resident.Key))
        {
            Join(resident);
        }
        else
        {
            _probation.Enqueue(resident);
            _probationWeight += resident.Weight;
        }
    }

    /// <summary>Takes out one that is no more, whoever would have been the one to go.</summary>
    public void Remove(T resident)
    {
        if (resident.State == ResidentState.Gone)
            return;

        Subtract(resident);
        resident.State = ResidentState.Gone;
    }

    /// <summary>Takes out the one to go.</summary>
    /// <param name="isFree">Whether one may go now.</param>
    /// <returns><c>null</c> when none may.</returns>
    public T? Evict(Func<T, bool> isFree)
    {
        // Everyone may have to be judged as often as it has hits.
        var inUse = 0;
        for (var steps = 4 * (_probation.Count + _main.Count); steps > 0 && inUse < MostInUse; steps--)
        {
            var fromProbation = _main.Count == 0 || (_probation.Count > 0 && _probationWeight >= capacity / ProbationDivisor);
            var candidate = (fromProbation ? _probation : _main).Dequeue();
            if (candidate.State == ResidentState.Gone)
                continue;

            if (!isFree(candidate))
            {
                inUse++;
                (fromProbation ? _probation : _main).Enqueue(candidate);
            }
            else if (candidate.Hits >= (fromProbation ? HitsToStay : 1))
            {
                Keep(candidate, fromProbation);
            }
            else
            {
                Remove(candidate);
                if (fromProbation)
                    _ghosts.Add(candidate);

                return candidate;
            }
        }

        return null;
    }

    private void Keep(T resident, bool fromProbation)
    {
        if (fromProbation)
        {
            resident.Begin();
            _probationWeight -= resident.Weight;
            Join(resident);
        }
        else
        {
            resident.Forgive();
            _main.Enqueue(resident);
        }
    }

    private void Join(T resident)
    {
        resident.State = ResidentState.Kept;
        _main.Enqueue(resident);
        _mainWeight += resident.Weight;
    }

    private void Subtract(T resident)
    {
        if (resident.State == ResidentState.Kept)
            _mainWeight -= resident.Weight;
        else
            _probationWeight -= resident.Weight;
    }

    /// <summary>The names of those that went lately, as many as their weight would fill the tier.</summary>
    private sealed class Ghosts(long capacity)
    {
        private readonly Queue<(SliceKey Key, int Weight)> _order = new();
        private readonly HashSet<SliceKey> _keys = [];
        private long _weight;

        public void Add(T gone)
        {
            if (!_keys.Add(gone.Key))
                return;

            _order.Enqueue((gone.Key, gone.Weight));
            for (_weight += gone.Weight; _weight > capacity;)
            {
                var (key, weight) = _order.Dequeue();
                _weight -= weight;
                _keys.Remove(key);
            }
        }

        public bool TryWake(SliceKey key) => _keys.Remove(key);
    }
}
