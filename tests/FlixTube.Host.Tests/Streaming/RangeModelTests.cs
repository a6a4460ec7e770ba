using System.Numerics;
using FlixTube.Host.Streaming;
using FlixTube.Host.Tests.Doubles;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Host.Tests.Streaming;

/// <summary>Random Range headers against a plain reading of RFC 9110 section 14 that knows nothing of merging.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class RangeModelTests
{
    private static readonly StreamingOptions ManyRanges = new() { MaxRangesPerRequest = 256 };

    private static readonly Gen<string> Position = Gen.Frequency(
        (12, Gen.Choose(0, 600).Select(n => n.ToString())),
        (2, Gen.Choose(0, 3).Select(n => n.ToString())),
        (1, Gen.Choose(0, 600).Select(n => "00" + n)),
        (1, Gen.Elements("9223372036854775806", "9223372036854775807", "9223372036854775808", "99999999999999999999999")));

    private static readonly Gen<string> Spec = Gen.Frequency(
        (20, Position.Two().Select(p => BigInteger.Parse(p.Item1) <= BigInteger.Parse(p.Item2) ? $"{p.Item1}-{p.Item2}" : $"{p.Item2}-{p.Item1}")),
        (4, Position.Select(p => p + "-")),
        (4, Position.Select(p => "-" + p)),
        (2, Gen.Constant("")));

    private static readonly Gen<string> DoubtfulSpec = Gen.Frequency(
        (3, Position.Two().Select(p => $"{p.Item1}-{p.Item2}")),
        (1, Gen.Elements("-", "x", "1", "1-2-3", "1- 2", "٣-٤")));

    private static readonly Gen<(string Header, int Length)> Cases =
        from unit in Gen.Frequency((20, Gen.Constant("bytes")), (1, Gen.Elements("Bytes", "items", "")))
        from specs in Gen.Frequency((12, Spec.NonEmptyListOf()), (1, Gen.Frequency((3, Spec), (1, DoubtfulSpec)).NonEmptyListOf()))
        from comma in Gen.Elements(",", ", ", " ,\t")
        from length in Gen.Frequency((10, Gen.Choose(1, 700)), (1, Gen.Constant(0)), (1, Gen.Constant(1)))
        select ($"{unit}={string.Join(comma, specs)}", length);

    [Test]
    public void Exactly_the_bytes_asked_for_are_sent_and_those_of_small_gaps() => Properties.HoldsFor(
        Cases,
        test =>
        {
            var (header, length) = test;
            var video = new ScriptedVideo("v", length);
            var store = new ScriptedVideoStore();
            store.Add(video);
            using var answer = InMemoryExchange.Get(store, ManyRanges, header);

            var asked = Interpret(header);
            if (asked is null || (length == 0 && asked.Exists(r => r.First < 0)))
            {
                Assert.That(answer.Status, Is.EqualTo(200), header);
                Assert.That(answer.Body.SequenceEqual(video.Bytes()), Is.True, header);
                return;
            }

            var satisfiable = asked.Select(r => Resolve(r, length)).Where(r => r.First < length && r.First <= r.Last).ToList();
            Assert.That(store.Stats, Is.Zero, "there are no conditions to be judged first");
            if (satisfiable.Count == 0)
            {
                Assert.That(answer.Status, Is.EqualTo(416), header);
                Assert.That(answer.Headers.ContentRange.ToString(), Is.EqualTo($"bytes */{length}"));
                return;
            }

            Assert.That(answer.Status, Is.EqualTo(206), header);
            Assert.That(answer.Headers.ContentLength, Is.EqualTo(answer.Body.Length), header);

            var parts = answer.Parts();
            foreach (var part in parts)
            {
                Assert.That(part.VideoLength, Is.EqualTo(length), header);
                Assert.That(part.Bytes.SequenceEqual(video.Bytes(part.First, part.Bytes.Length)), Is.True, header);
                Assert.That(part.Last, Is.EqualTo(part.First + part.Bytes.Length - 1), header);
            }

            var sent = parts.SelectMany(p => Positions(p.First, p.Last)).ToHashSet();
            var wanted = satisfiable.SelectMany(r => Positions((int)r.First, (int)r.Last)).ToHashSet();
            Assert.That(sent.IsSupersetOf(wanted), Is.True, header);
            Assert.That(sent.Except(wanted).All(p => IsInSmallGap(p, asked)), Is.True, header);
            Assert.That(parts.Sum(p => (long)p.Bytes.Length), Is.LessThanOrEqualTo(2L * length), header);
            Assert.That(store.Reads, Has.Count.InRange(parts.Count, parts.Count + 1), "one read a part, one more when the first could not be satisfied");

            if (asked.TrueForAll(r => r.First >= 0 && r.First < length))
            {
                var order = parts.Select(p => asked.FindIndex(r => r.First <= p.Last && p.First <= Resolve(r, length).Last));
                Assert.That(order, Is.Ordered, "parts come in the order of the header: " + header);
            }
        },
        count: 1500);

    [Test]
    public void No_headers_make_it_throw()
    {
        var store = new ScriptedVideoStore();
        store.Add(new ScriptedVideo("v", 500));
        Properties.HoldsFor(Properties.HeaderText.Three(), text =>
        {
            using var answer = InMemoryExchange.Get(
                store, new StreamingOptions(), "bytes=" + text.Item1, ("If-Range", text.Item2), ("If-None-Match", text.Item3), ("If-Modified-Since", text.Item1));
            Assert.That(answer.Status, Is.AnyOf(200, 206, 304, 416));
        });
    }

    // A suffix is (-length, -1); null is a header to ignore.
    private static List<(BigInteger First, BigInteger Last)>? Interpret(string header)
    {
        if (!header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            return null;

        var ranges = new List<(BigInteger First, BigInteger Last)>();
        foreach (var spec in header[6..].Split(',').Select(s => s.Trim(' ', '\t')).Where(s => s.Length > 0))
        {
            if (spec.Split('-') is not [var first, var last] || (first + last) is "" || !(first + last).All(char.IsAsciiDigit))
                return null;

            if (first is "")
            {
                ranges.Add((-BigInteger.Parse(last), BigInteger.MinusOne));
                continue;
            }

            var range = (First: BigInteger.Parse(first), Last: last is "" ? BigInteger.Pow(10, 100) : BigInteger.Parse(last));
            if (range.First > range.Last)
                return null;

            ranges.Add(range);
        }

        return ranges.Count == 0 ? null : ranges;
    }

    private static (BigInteger First, BigInteger Last) Resolve((BigInteger First, BigInteger Last) range, int length)
    {
        if (range.Last == BigInteger.MinusOne)
            return range.First == 0 ? (1, 0) : (BigInteger.Max(0, length + range.First), length - 1);

        return (range.First, BigInteger.Min(range.Last, length - 1));
    }

    private static IEnumerable<int> Positions(int first, int last) => Enumerable.Range(first, last - first + 1);

    private static bool IsInSmallGap(int position, List<(BigInteger First, BigInteger Last)> asked)
    {
        var before = asked.Where(r => r.First >= 0 && r.Last < position).Select(r => r.Last).DefaultIfEmpty(-1000).Max();
        var after = asked.Where(r => r.First > position).Select(r => r.First).DefaultIfEmpty(1_000_000).Min();
        return after - before - 1 < 80;
    }
}
