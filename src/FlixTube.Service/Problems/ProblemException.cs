namespace FlixTube.Service.Problems;

/// <summary>Ends a request with a refusal from wherever it is found out.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    public Problem Problem { get; } = problem;
}
