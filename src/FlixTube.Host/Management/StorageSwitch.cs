using System.Text.Json;
using FlixTube.Service.Problems;
using FlixTube.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace FlixTube.Host.Management;

/// <summary><c>POST /storage/switch</c>: answers when the switch is done or has failed.</summary>
internal sealed class StorageSwitch(IVideoStorageSwitch storage)
{
    private const long MaxBodyBytes = 4096;

    public async Task<IResult> SwitchAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        var outcome = await storage.SwitchAsync(request.Provider!, request.DryRun, context.RequestAborted);
        if (!outcome.Succeeded)
        {
            // Not thrown: the switch has logged it.
            await Explain(outcome, storage.Status.Provider).WriteAsync(context);
            return TypedResults.Empty;
        }

        return TypedResults.Json(
            new SwitchAnswer(outcome.Result, outcome.Provider, storage.Status.Generation, StepAnswer.Of(outcome.Probe, withReasons: true)),
            ManagementJson.Default.SwitchAnswer);
    }

    private static Problem Explain(SwitchOutcome outcome, string serving) => outcome.Result switch
    {
        SwitchResult.UnknownProvider => Refusals.BadRequest("unknown-provider", "There is no such provider", outcome.Reason!, "provider"),
        SwitchResult.InvalidSettings => new(StatusCodes.Status422UnprocessableEntity, "invalid-settings", "The provider's settings are not good",
            $"{outcome.Reason} Storage still serves from {serving}."),
        _ => new(StatusCodes.Status502BadGateway, "probe-failed", "The provider is not fit to serve",
            $"The step '{outcome.Probe!.Failure!.Name}' failed: {outcome.Probe.Failure.Reason} Storage still serves from {serving}."),
    };

    private static async Task<SwitchRequest> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ProblemException(new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "This is not how storage is switched",
                "Send JSON with Content-Type: application/json."));

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBodyBytes;
        try
        {
            if (await context.Request.ReadFromJsonAsync(ManagementJson.Default.SwitchRequest, context.RequestAborted) is { Provider.Length: > 0 } request)
                return request;
        }
        catch (JsonException)
        {
        }

        throw new ProblemException(Refusals.BadRequest("invalid-body", "The body does not say what to switch to",
            "Send an object such as {\"provider\": \"s3\"}, with \"dryRun\": true to try only, and nothing else in it.", "provider"));
    }
}
