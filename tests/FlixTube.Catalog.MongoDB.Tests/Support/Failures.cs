namespace FlixTube.Catalog.MongoDB.Tests;

/// <summary>How calls fail.</summary>
internal static class Failures
{
    public static async Task<VideoCatalogException> FailsAsync(VideoCatalogError error, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<VideoCatalogException>(call);
        Assert.That(failure!.Error, Is.EqualTo(error), failure.ToString);
        return failure;
    }
}
