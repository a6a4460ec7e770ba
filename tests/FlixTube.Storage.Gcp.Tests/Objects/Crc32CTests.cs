using System.Text;
using FlixTube.Storage.Gcp.Objects;
using FsCheck.Fluent;

namespace FlixTube.Storage.Gcp.Tests.Objects;

[TestFixture]
public sealed class Crc32CTests
{
    // RFC 3720 appendix B.4, and the usual check value.
    [TestCase("", "00000000")]
    [TestCase("313233343536373839", "E3069283")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000", "8A9136AA")]
    [TestCase("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "62A8AB43")]
    [TestCase("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "46DD794E")]
    public void It_is_the_published_one(string data, string expected) =>
        Assert.That(Crc32C.Of(Convert.FromHexString(data)), Is.EqualTo(Convert.ToBase64String(Convert.FromHexString(expected))));

    // The value that Cloud Storage's documentation and tests show for it.
    [Test]
    public void It_is_written_as_Cloud_Storage_writes_it() =>
        Assert.That(Crc32C.Of(Encoding.ASCII.GetBytes("hello world")), Is.EqualTo("yZRlqg=="));

    [FsCheck.NUnit.Property]
    public FsCheck.Property In_pieces_it_is_the_same_as_in_one(byte[] first, byte[] second, byte[] third)
    {
        var crc = default(Crc32C);
        crc.Append(first);
        crc.Append(second);
        crc.Append(third);
        return (crc.ToString() == Crc32C.Of([.. first, .. second, .. third])).ToProperty();
    }
}
