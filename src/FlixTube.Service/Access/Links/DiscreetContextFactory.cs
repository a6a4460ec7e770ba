namespace FlixTube.Service.Access.Links;

/// <summary>
/// Hides tokens in addresses where a request begins: the one place of ASP.NET Core that is asked before it logs the request
/// and starts its activity.
/// </summary>
internal sealed class DiscreetContextFactory(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _contexts = new(services);

    public HttpContext Create(Microsoft.AspNetCore.Http.Features.IFeatureCollection featureCollection)
    {
        TokenInAddress.Hide(featureCollection);
        return _contexts.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _contexts.Dispose(httpContext);
}
