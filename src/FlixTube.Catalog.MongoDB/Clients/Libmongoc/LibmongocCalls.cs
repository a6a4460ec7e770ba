using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace FlixTube.Catalog.MongoDB.Clients.Libmongoc;

/// <summary>The functions of libmongoc and libbson that are called; they are the same in 1.x and 2.x.</summary>
/// <remarks><see cref="LibmongocLibrary.IsAvailable"/> must have been asked before the first call.</remarks>
internal static unsafe partial class LibmongocCalls
{
    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_init")]
    public static partial void Initialize();

    /// <summary>With null nothing is logged; libmongoc writes to the standard error stream otherwise.</summary>
    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_log_set_handler")]
    public static partial void SetLogHandler(nint handler, nint userData);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_uri_new_with_error")]
    public static partial UriHandle NewUri([MarshalUsing(typeof(Utf8StringMarshaller))] string uri, out LibmongocError error);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_uri_destroy")]
    public static partial void DestroyUri(nint uri);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_uri_get_option_as_int32")]
    public static partial int GetOption(UriHandle uri, [MarshalUsing(typeof(Utf8StringMarshaller))] string option, int fallback);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_uri_set_option_as_int32")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SetOption(UriHandle uri, [MarshalUsing(typeof(Utf8StringMarshaller))] string option, int value);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_pool_new_with_error")]
    public static partial PoolHandle NewPool(UriHandle uri, out LibmongocError error);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_pool_destroy")]
    public static partial void DestroyPool(nint pool);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_pool_set_error_api")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SetErrorApi(PoolHandle pool, int version);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_pool_pop")]
    public static partial nint PopClient(PoolHandle pool);

    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_pool_push")]
    public static partial void PushClient(nint pool, nint client);

    /// <summary>The reply is made in any case and must be destroyed.</summary>
    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_read_command_with_opts")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Read(
        ClientHandle client, byte* database, BsonRoom* command, nint readPreference, nint options, BsonRoom* reply, out LibmongocError error);

    /// <summary>The reply is made in any case and must be destroyed.</summary>
    [LibraryImport(LibmongocLibrary.Mongoc, EntryPoint = "mongoc_client_write_command_with_opts")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Write(
        ClientHandle client, byte* database, BsonRoom* command, nint options, BsonRoom* reply, out LibmongocError error);

    /// <summary>Makes a view of bytes that stay where they are; it need not be destroyed.</summary>
    [LibraryImport(LibmongocLibrary.Bson, EntryPoint = "bson_init_static")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool ViewDocument(BsonRoom* document, byte* bytes, nuint length);

    [LibraryImport(LibmongocLibrary.Bson, EntryPoint = "bson_get_data")]
    public static partial byte* BytesOf(BsonRoom* document);

    [LibraryImport(LibmongocLibrary.Bson, EntryPoint = "bson_destroy")]
    public static partial void DestroyDocument(BsonRoom* document);
}
