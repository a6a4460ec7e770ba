namespace FlixTube.Service.Problems;

/// <summary>Says to a client what the reports of one part of a service mean.</summary>
internal interface IProblemTranslation
{
    /// <summary>The problem, after setting the headers that belong to it; <c>null</c> when the exception is no report of this part.</summary>
    /// <param name="exception">Its own words are for the log: they may name an account or a bucket.</param>
    /// <param name="headers">Those of the response, for what RFC 9110 wants beside a status, such as <c>Retry-After</c>.</param>
    Problem? Translate(Exception exception, IHeaderDictionary headers);
}
