using System.Reflection;
using System.Runtime.InteropServices;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>Finds MongoDB's C client among the libraries of the system, when it is first needed and not before.</summary>
internal static class LibmongocLibrary
{
    public const string Mongoc = "mongoc";
    public const string Bson = "bson";

    public const string Missing =
        "MongoDB's C client libmongoc is not installed: install it with 'apt-get install libmongoc-1.0-0' (Debian, Ubuntu), "
        + "'apk add mongo-c-driver' (Alpine), 'brew install mongo-c-driver' (macOS) or 'vcpkg install mongo-c-driver' "
        + "(Windows, with its bin folder in PATH).";

    // Always both of one generation: a document of one libbson must not reach the other's libmongoc.
    private static readonly (string Mongoc, string Bson)[] Names =
    [
        ("libmongoc-1.0.so.0", "libbson-1.0.so.0"),
        ("libmongoc2.so.2", "libbson2.so.2"),
        ("libmongoc2.2.dylib", "libbson2.2.dylib"),
        ("libmongoc-1.0.0.dylib", "libbson-1.0.0.dylib"),
        ("/opt/homebrew/lib/libmongoc2.2.dylib", "/opt/homebrew/lib/libbson2.2.dylib"),
        ("/opt/homebrew/lib/libmongoc-1.0.0.dylib", "/opt/homebrew/lib/libbson-1.0.0.dylib"),
        ("mongoc2.dll", "bson2.dll"),
        ("mongoc-1.0.dll", "bson-1.0.dll"),
    ];

    private static readonly Lazy<(nint Mongoc, nint Bson)> Loaded = new(Load);

    /// <summary>Whether it is there. When it is, calls find it from now on.</summary>
    public static bool IsAvailable => Loaded.Value.Mongoc != 0;

    private static (nint Mongoc, nint Bson) Load()
    {
        foreach (var (mongoc, bson) in Names)
        {
            if (!NativeLibrary.TryLoad(mongoc, out var mongocHandle))
                continue;

            if (NativeLibrary.TryLoad(bson, out var bsonHandle))
            {
                NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name switch
                {
                    Mongoc => mongocHandle,
                    Bson => bsonHandle,
                    _ => 0,
                });
                LibmongocCalls.SetLogHandler(0, 0);
                LibmongocCalls.Initialize();
                return (mongocHandle, bsonHandle);
            }

            NativeLibrary.Free(mongocHandle);
        }

        return default;
    }
}
