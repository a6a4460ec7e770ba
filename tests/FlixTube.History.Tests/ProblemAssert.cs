using System.Net;
using System.Text.Json;

namespace FlixTube.History.Tests;

internal static class ProblemAssert
{
    /// <summary>The answer is a problem of this kind, in the one format, and says something a person can use.</summary>
    public static async Task<string> IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string kind)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(status), text);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));

        var problem = JsonDocument.Parse(text).RootElement;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo("urn:flixtube:problem:" + kind));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo((int)status));
            Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
            Assert.That(text, Does.Not.Contain("Exception").And.Not.Contain("   at "), "nothing of our insides is shown");
        }

        return text;
    }
}
