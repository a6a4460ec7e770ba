using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Execution;

namespace FlixTube.Catalog.Conformance.Tests;

/// <summary>What became of the tests of the kit in one run of a fixture within this process.</summary>
internal sealed record KitRun(IReadOnlyList<string> Passed, IReadOnlyList<string> Failed, IReadOnlyList<string> Ignored)
{
    public int Count => Passed.Count + Failed.Count + Ignored.Count;

    /// <summary>Runs the tests of <paramref name="fixture"/>, or those of them whose names contain <paramref name="clause"/>.</summary>
    public static KitRun Of(Type fixture, string clause = "")
    {
        WorkItem? work = null;

        // A thread of its own: the run has a test context, which must not mix with that of the test which starts it.
        var thread = new Thread(() => work = Execute(fixture, clause));
        using (ExecutionContext.SuppressFlow())
            thread.Start();
        thread.Join();

        var cases = CasesOf(work!.Result).ToLookup(r => r.ResultState.Status, r => r.Name);
        return new([.. cases[TestStatus.Passed]], [.. cases[TestStatus.Failed]], [.. cases[TestStatus.Skipped]]);
    }

    private static WorkItem Execute(Type fixture, string clause)
    {
        var suite = new DefaultSuiteBuilder().BuildFrom(new TypeWrapper(fixture));
        var work = WorkItemBuilder.CreateWorkItem(suite, new NameFilter(clause), recursive: true)!;
        var dispatcher = new MainThreadWorkItemDispatcher();
        work.InitializeContext(new TestExecutionContext { Dispatcher = dispatcher });
        dispatcher.Start(work);
        work.WaitForCompletion();
        return work;
    }

    private static IEnumerable<ITestResult> CasesOf(ITestResult result) =>
        result.Test.IsSuite ? result.Children.SelectMany(CasesOf) : [result];

    private sealed class NameFilter(string part) : TestFilter
    {
        public override bool Match(ITest test) => !test.IsSuite && test.Name.Contains(part, StringComparison.Ordinal);

        public override TNode AddToXml(TNode parentNode, bool recursive) => parentNode.AddElement("name", part);
    }
}
