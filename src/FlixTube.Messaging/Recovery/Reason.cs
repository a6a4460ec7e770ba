namespace FlixTube.Messaging.Recovery;

/// <summary>What to tell an operator of a failure that is tried again.</summary>
internal static class Reason
{
    /// <summary>One sentence. A wait that ended because the other side hung up says no more than that it was cancelled.</summary>
    public static string Of(Exception failure) => failure is OperationCanceledException ? "the connection was closed." : failure.Message.TrimEnd('.') + ".";
}
