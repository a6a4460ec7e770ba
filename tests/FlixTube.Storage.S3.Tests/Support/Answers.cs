using FlixTube.Testing.Faults;

namespace FlixTube.Storage.S3.Tests.Support;

/// <summary>What Amazon S3 answers when it refuses.</summary>
internal static class Answers
{
    public static Fault.Answer Error(int status, string code, params (string Name, string Value)[] headers) =>
        new(status, code.Length == 0 ? "" : $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>", "application/xml", headers);
}
