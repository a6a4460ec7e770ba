namespace FlixTube.Packages.Tests.Limitations;

/// <summary>What no record can say: where a service goes its own ways, and what follows.</summary>
internal static class Prose
{
    public const string SkippedTests = """

        ## What the conformance kit leaves out

        Every store passes the whole kit. A capability that is missing is tested for being refused, not left out. Left out are only tests of what a store without `Remote` does not have, and each says so:

        - how many requests a call makes, and how many bytes it takes from the service: a folder is asked nothing;
        - a body whose connection breaks off: there is no connection;
        - credentials that are refused: a folder has none. What its rights refuse is `PermissionDenied`, which tests of its own hold.

        The fixtures of this repository say `IsComplete`, so that a test that could not run for any other reason fails.

        """;

    public static readonly (string Title, string[] Notes)[] Notes =
    [
        ("Every store",
        [
            "A path has 1 to 1,024 bytes of UTF-8; what else it may not be is said at `VideoPath`.",
            "A write whose last request was cancelled, or got no answer, may yet take effect.",
            "A body whose connection breaks off after its video was replaced or deleted ends in `PreconditionFailed` or `NotFound`, never in a mixture.",
        ]),
        ("`file`",
        [
            "Writers of several processes are kept apart by locks of the file system. Where it has none (some network shares), let one process write a folder: conditions are decided within one process only.",
            "No signed links: a folder has no address. The host streams instead.",
            "An edit by hand that keeps length and modification time is not noticed. Everything in the folder that is a file is a video, finished or not: copy under another name outside and move it in.",
            "Symbolic links, pipes and devices below the root are no videos. Content hashes and types are kept beside the videos and are forgotten when a copy does not keep modification times.",
            "On Windows and macOS names that differ in case are one file to the system; the store keeps all but one elsewhere. Linux is where it is tested.",
            "Some hundred thousand videos: a page of a listing reads the names of all folders that may contribute to it.",
        ]),
        ("`azure`",
        [
            "Names: the service drops the dots at the end of a segment, taking `a.` for `a`, and knows at most 254 segments and 1,024 characters. No video is found at such a path. An emulator, known by the account in the path of its address, keeps every name.",
            "The service has no suffix ranges: a read of the last bytes is two requests, of one version.",
            "Two long writes to one path at once (more than one part each): the one that finishes first makes the service discard the parts of the other, which fails with `Unavailable` (with a condition: `AlreadyExists`, `PreconditionFailed`) and can be made again. Versions never mix.",
            "A long write that fails, is cancelled or is killed leaves uncommitted blocks. They are in no listing and no read; the service discards them with the next write at the path or after a week, and charges for them until then. It has no call to discard them sooner.",
            "A condition of a write costs one request more, because the service judges it only when all content has been sent.",
            "Accounts with a hierarchical namespace (Data Lake Storage) are not supported: they list folders as empty videos.",
            "Signed links need the account's key, or a credential with the role Storage Blob Delegator. A shared access signature signs none.",
        ]),
        ("`gcp`",
        [
            "Names that begin with `.well-known/acme-challenge/` are Google's.",
            "A long write is collected in an object whose name begins with `.flixtube-uploads\\`, copied within the service and deleted. A killed process leaves it to a later long write, which deletes it when it is a day old; an unfinished upload is invisible, costs nothing and ends by itself after a week.",
            "Under a retention policy that object can be neither deleted nor swept before its time, and videos can be neither replaced nor deleted; with soft delete it is kept and paid for as long as that says; in classes with a minimum storage duration it is charged for that duration.",
            "A read of the last bytes of an empty video, and one with an `IfMatch` that fails, are two requests.",
            "A whole read is verified against the service's CRC32C; a part cannot be.",
            "`LastModified` is to the second and changes with an object's metadata too.",
            "Signed links need a service account: its key file, or an account that may sign blobs for itself.",
        ]),
        ("`s3`",
        [
            "Conditions are offered for Amazon S3 by default. For another `ServiceUrl` they are off until `VideoStorage:S3:ConditionalCreate`, `ConditionalWrite` and `ConditionalDelete` say that the service decides them atomically: one that ignores conditions silently cannot be recognized, and data would be lost.",
            "OpenStack Swift 2.38 (measured) decides none: of six create-only writes at once all succeed, and `If-Match` is answered 501.",
            "A long write goes to a reserved key below `.flixtube/` first and is copied within the service, so it costs N + 7 requests for N parts. What a killed process leaves there goes with the first long write of a day when it is a week old; give the bucket a lifecycle rule for incomplete multipart uploads, for an upload that is killed within the seconds of copying.",
            "Directory buckets (S3 Express) are not supported: they do not list in order. Neither are anonymous access, keys of the caller for encryption, and creating buckets.",
            "Without `s3:ListBucket` Amazon answers 403 for a missing object, and so `PermissionDenied` comes instead of `NotFound`.",
            "A range that cannot be satisfied, and a suffix of an empty video, are two requests.",
        ]),
    ];
}
