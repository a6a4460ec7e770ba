using System.Buffers;
using System.Text;
using FlixTube.Messaging.Lines;
using FsCheck;
using FsCheck.Fluent;

namespace FlixTube.Messaging.Tests.Lines;

internal sealed class CheckedLineTests
{
    private static readonly Gen<string[]> Records =
        from count in Gen.Choose(1, 6)
        from records in Gen.Choose(0x20, 0x7E).Select(c => (char)c).NonEmptyListOf().Select(c => string.Concat(c)).ArrayOf(count)
        select records;

    [Test]
    public void A_line_is_readable_by_a_person() =>
        Assert.That(Encoding.UTF8.GetString(Write("{\"videoPath\":\"a.mp4\"}")), Does.Match("^[0-9a-f]{8} \\{\"videoPath\":\"a\\.mp4\"\\}\n$"));

    [Test]
    public void What_was_written_is_read() => Properties.HoldsFor(Records, records =>
        Assert.That(Read(Write(records)), Is.EqualTo(records)));

    [Test]
    public void A_torn_end_costs_the_line_it_tore_and_no_other() => Properties.HoldsFor(
        from records in Records
        from cut in Gen.Choose(0, 10_000)
        select (records, cut),
        test =>
        {
            var bytes = Write(test.records);
            var kept = bytes[..(test.cut % bytes.Length)];
            var whole = kept.Count(b => b == CheckedLine.End);

            Assert.That(Read(kept), Is.EqualTo(test.records[..whole]));
        });

    [Test]
    public void A_flipped_bit_is_seen_and_costs_its_line_and_at_most_the_next() => Properties.HoldsFor(
        from records in Records
        from at in Gen.Choose(0, 100_000)
        from bit in Gen.Choose(0, 7)
        select (records, at, bit),
        test =>
        {
            var bytes = Write(test.records);
            var at = test.at % bytes.Length;
            bytes[at] ^= (byte)(1 << test.bit);
            var hit = Write(test.records)[..at].Count(b => b == CheckedLine.End);
            var read = Read(bytes);

            Assert.That(read, Is.SubsetOf(test.records), "nothing else than what was written");
            Assert.That(read[..hit], Is.EqualTo(test.records[..hit]), "what comes before");
            Assert.That(read, Has.Length.InRange(test.records.Length - 2, test.records.Length - 1));
        });

    private static byte[] Write(params string[] records)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var record in records)
            CheckedLine.Write(output, Encoding.UTF8.GetBytes(record));

        return output.WrittenSpan.ToArray();
    }

    private static string[] Read(byte[] bytes)
    {
        var found = new List<string>();
        var lines = new LineReader(bytes);
        while (lines.MoveNext())
        {
            if (lines.IsIntact)
                found.Add(Encoding.UTF8.GetString(lines.Json));
        }

        return [.. found];
    }
}
