using System.Reflection;
using FlixTube.Packages.Tests.Packing;
using FlixTube.Packages.Tests.Pages;
using FlixTube.Testing.Programs;

namespace FlixTube.Packages.Tests.Api;

/// <summary>What users of a package can see stands in a file beside its project, so that a change of it is seen in review.</summary>
internal sealed class ApiTests
{
    [TestCaseSource(typeof(PackableProjects), nameof(PackableProjects.Names))]
    public Task Public_api_is_what_its_file_says(string package) => GeneratedPage.CheckAsync(
        $"src/{package}/PublicApi.txt", ApiListing.Of(Assembly.LoadFrom(Repository.BuiltAssembly(package))), nameof(Public_api_is_what_its_file_says));

    [Test]
    public void A_listing_shows_everything_that_callers_depend_on() => Assert.That(
        ApiListing.Of([typeof(Sample), typeof(Sample.Kind), typeof(ISample<>)]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Is.EqualTo((string[])
        [
            "interface FlixTube.Packages.Tests.Api.ApiTests.ISample<T> where T : class, new()",
            "Task<T?> FindAsync(string name = \"x\", ReadOnlySpan<byte> bytes = default)",
            "class FlixTube.Packages.Tests.Api.ApiTests.Sample : abstract, IDisposable",
            "const int Most = 3",
            "protected Sample(in int first)",
            "static (int, string) Pair { get; }",
            "string? Name { get; init; }",
            "abstract void Dispose()",
            "protected virtual bool TryTake<T>(out T taken) where T : struct",
            "enum FlixTube.Packages.Tests.Api.ApiTests.Sample.Kind : byte",
            "One = 1",
        ]));

    public interface ISample<T>
        where T : class, new()
    {
        Task<T?> FindAsync(string name = "x", ReadOnlySpan<byte> bytes = default);
    }

    public abstract class Sample : IDisposable
    {
        public const int Most = 3;

        protected Sample(in int first) => Name = $"{first}";

        public enum Kind : byte
        {
            One = 1,
        }

        public static (int, string) Pair => default;

        public string? Name { get; init; }

        public abstract void Dispose();

        protected virtual bool TryTake<T>(out T taken)
            where T : struct
        {
            taken = default;
            return Secret();
        }

        private bool Secret() => Name is null;
    }
}
