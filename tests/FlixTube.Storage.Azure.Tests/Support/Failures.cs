namespace FlixTube.Storage.Azure.Tests;

internal static class Failures
{
    /// <summary>The exception that a call must fail with.</summary>
    public static async Task<VideoStoreException> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (VideoStoreException e)
        {
            return e;
        }

        throw new AssertionException("The call succeeded.");
    }
}
