using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>libbson's <c>bson_error_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LibmongocError
{
    private const int MessageSize = 504;

    public uint Domain;
    public uint Code;
    private fixed byte _message[MessageSize];

    public readonly string Message
    {
        get
        {
            fixed (byte* message = _message)
            {
                var text = new ReadOnlySpan<byte>(message, MessageSize);
                var end = text.IndexOf((byte)0);
                return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
            }
        }
    }
}

/// <summary>Room for one of libbson's <c>bson_t</c> on the stack: 128 bytes at an address that 128 divides.</summary>
[StructLayout(LayoutKind.Sequential, Size = 2 * Alignment)]
internal unsafe struct BsonRoom
{
    private const int Alignment = 128;

    /// <summary>Where in <paramref name="room"/>, which must not move, the <c>bson_t</c> is.</summary>
    public static BsonRoom* In(BsonRoom* room) => (BsonRoom*)(((nuint)room + Alignment - 1) & ~(nuint)(Alignment - 1));

    /// <summary>The bytes of a document, which live as long as it does.</summary>
    public static ReadOnlySpan<byte> Bytes(BsonRoom* document)
    {
        var bytes = LibmongocCalls.BytesOf(document);
        return bytes is null ? default : new(bytes, BinaryPrimitives.ReadInt32LittleEndian(new(bytes, sizeof(int))));
    }
}

/// <summary>A parsed connection string.</summary>
internal sealed class UriHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibmongocCalls.DestroyUri(handle);
        return true;
    }
}

/// <summary>The clients of one connection string. It is destroyed when all of them have come back.</summary>
internal sealed class PoolHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibmongocCalls.DestroyPool(handle);
        return true;
    }
}

/// <summary>A client on loan from its pool, for one thread at a time.</summary>
internal sealed class ClientHandle : SafeHandle
{
    private readonly PoolHandle _pool;

    /// <summary>Waits until the pool has one.</summary>
    public ClientHandle(PoolHandle pool)
        : base(0, ownsHandle: true)
    {
        _pool = pool;
        var isHeld = false;
        pool.DangerousAddRef(ref isHeld);
        SetHandle(LibmongocCalls.PopClient(pool));
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibmongocCalls.PushClient(_pool.DangerousGetHandle(), handle);
        _pool.DangerousRelease();
        return true;
    }
}
