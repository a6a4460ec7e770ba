using FlixTube.Host.Streaming.Sockets;
using FlixTube.Storage;

namespace FlixTube.Host.Streaming;

/// <summary>One request for a video on its way to an answer.</summary>
internal sealed class VideoRequest(
    HttpContext context, IVideoStore store, VideoPath path, WaitLimit limit, StreamingOptions options, TimeProvider time, StreamMetrics metrics)
{
    private readonly RequestConditions _conditions = RequestConditions.Of(context.Request.Headers);
    private readonly bool _isForStore = StoreTerms.AreSpokenBy(context.Request);
    private readonly long _began = time.GetTimestamp();
    private readonly string? _pin = StoreTerms.Pin(context.Request);

    // What a store is told is for it alone, and a cache must not give it to viewers.
    private string CacheControl => _isForStore ? "no-store" : options.CacheControl;

    public Task AnswerAsync()
    {
        // RFC 9110 section 14.2: Range means nothing to a HEAD.
        if (HttpMethods.IsHead(context.Request.Method))
            return AnswerHeadAsync();

        return Ranges() is { } ranges ? AnswerRangesAsync(ranges) : AnswerWholeAsync();
    }

    private List<ByteRange>? Ranges() =>
        RangeHeader.Parse(context.Request.Headers.Range) is { } ranges && _conditions.IfRangeMayHold(time.GetUtcNow())
            ? RangeCoalescer.Coalesce(ranges)
            : null;

    private async Task AnswerHeadAsync()
    {
        var video = await StatAsync();
        var validators = Validate(video);
        if (await RefusedAsync(_conditions.Evaluate(validators), validators))
            return;

        BeginVideo(StatusCodes.Status200OK, video, validators, VideoHeaders.ContentType(video), video.Length);
    }

    private async Task AnswerWholeAsync()
    {
        var read = await OpenAsync(default);
        Validators validators;
        ConditionOutcome outcome;
        await using (read)
        {
            validators = Validate(read.Properties);
            outcome = _conditions.Evaluate(validators);
            if (outcome is ConditionOutcome.Proceed or ConditionOutcome.IgnoreRange)
            {
                await SendWholeAsync(read, validators);
                return;
            }
        }

        await RefusedAsync(outcome, validators);
    }

    private async Task AnswerRangesAsync(List<ByteRange> ranges)
    {
        if (ranges.Count > options.MaxRangesPerRequest)
        {
            var video = await StatAsync();
            if (!await AnsweredWithoutRangeAsync(video))
                await StreamingProblems.WriteTooManyRangesAsync(context, video.Length, options.MaxRangesPerRequest);

            return;
        }

        if (await OpenFirstAsync(ranges) is not { } first)
            return;

        Validators validators;
        ConditionOutcome outcome;
        await using (first)
        {
            validators = Validate(first.Properties);
            outcome = _conditions.Evaluate(validators);
            if (outcome == ConditionOutcome.Proceed)
            {
                await SendRangesAsync(first, ranges, validators);
                return;
            }
        }

        if (outcome == ConditionOutcome.IgnoreRange)
            await AnswerWholeAsync();
        else
            await RefusedAsync(outcome, validators);
    }

    // Opens the first range that can be satisfied and leaves it and those after it in the list; or answers.
    private async Task<VideoRead?> OpenFirstAsync(List<ByteRange> ranges)
    {
        while (true)
        {
            try
            {
                return await OpenAsync(new ReadOptions { Range = ranges[0] });
            }
            catch (VideoStoreException e) when (e is { Error: VideoStoreError.RangeNotSatisfiable, VideoLength: { } length })
            {
                if (_conditions.Any)
                {
                    var video = await StatAsync();
                    if (await AnsweredWithoutRangeAsync(video))
                        return null;

                    length = video.Length;
                }

                // Not this one again, though the video may have grown since: the loop must end.
                ranges.RemoveAt(0);
                ranges.RemoveAll(range => !range.TryResolve(length, out _));
                if (ranges.Count == 0)
                {
                    await StreamingProblems.WriteRangeNotSatisfiableAsync(context, length);
                    return null;
                }
            }
        }
    }

    // RFC 9110 sections 13.2.2 and 15.5.17: a range is judged last, and only when the answer without it would be 200.
    private async Task<bool> AnsweredWithoutRangeAsync(VideoProperties video)
    {
        var validators = Validate(video);
        var outcome = _conditions.Evaluate(validators);
        if (outcome == ConditionOutcome.IgnoreRange)
        {
            await AnswerWholeAsync();
            return true;
        }

        return await RefusedAsync(outcome, validators);
    }

    private async Task<bool> RefusedAsync(ConditionOutcome outcome, Validators validators)
    {
        switch (outcome)
        {
            case ConditionOutcome.Failed:
                await StreamingProblems.PreconditionFailed.WriteAsync(context);
                return true;
            case ConditionOutcome.NotModified:
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                VideoHeaders.SetValidators(context.Response, validators, CacheControl);
                return true;
            default:
                return false;
        }
    }

    private async Task SendWholeAsync(VideoRead read, Validators validators)
    {
        var video = read.Properties;
        BeginVideo(StatusCodes.Status200OK, video, validators, VideoHeaders.ContentType(video), video.Length);
        var pump = await StartAsync();
        await pump.CopyAsync(read.Body, video.Length, path);
    }

    private async Task SendRangesAsync(VideoRead first, List<ByteRange> ranges, Validators validators)
    {
        var video = first.Properties;
        var parts = new List<ServedRange> { first.Range };
        foreach (var range in ranges.Skip(1))
        {
            if (range.TryResolve(video.Length, out var part))
                parts.Add(part);
        }

        if (parts.Count > 1)
        {
            await SendPartsAsync(first, new MultipartLayout(video, parts), validators);
            return;
        }

        // The suffix of an empty video: satisfiable, but Content-Range has no words for no bytes (section 14.4).
        if (first.Range.Length == 0)
        {
            await SendWholeAsync(first, validators);
            return;
        }

        BeginVideo(StatusCodes.Status206PartialContent, video, validators, VideoHeaders.ContentType(video), first.Range.Length);
        context.Response.Headers.ContentRange = VideoHeaders.ContentRange(first.Range, video.Length);
        var pump = await StartAsync();
        await pump.CopyAsync(first.Body, first.Range.Length, path);
    }

    private async Task SendPartsAsync(VideoRead first, MultipartLayout layout, Validators validators)
    {
        BeginVideo(StatusCodes.Status206PartialContent, first.Properties, validators, layout.ContentType, layout.ContentLength);
        var pump = await StartAsync();

        pump.Write(layout.HeadOf(0));
        await pump.CopyAsync(first.Body, layout.Parts[0].Length, path);
        await first.DisposeAsync();

        for (var i = 1; i < layout.Parts.Count; i++)
        {
            var part = layout.Parts[i];
            pump.Write(layout.HeadOf(i));
            await using var read = await FromStoreAsync(
                store.OpenVersionAsync(first.Properties, ByteRange.Slice(part.Offset, part.Length), limit.Token));
            await pump.CopyAsync(read.Body, part.Length, path);
        }

        pump.Write(layout.Tail);
        await pump.FlushAsync();
    }

    private void BeginVideo(int status, VideoProperties video, Validators validators, string contentType, long contentLength)
    {
        var download = context.Request.Query["download"] == "1" ? ContentDisposition.Attachment(path) : null;
        context.Response.StatusCode = status;
        VideoHeaders.SetValidators(context.Response, validators, CacheControl);
        VideoHeaders.SetContent(context.Response, contentType, contentLength, download);
        if (video.StaleSince is { } since)
            VideoHeaders.SetStale(context.Response, validators.Date - since);
        if (_isForStore)
            StoreTerms.Describe(context.Response, video);
    }

    private async Task<BodyPump> StartAsync()
    {
        // Before the answer has started, the server hands out memory that it copies once more.
        await context.Response.StartAsync(limit.Token);
        return new BodyPump(context.Response.BodyWriter, context.Features.Get<SocketWriter>(), limit, options, time, metrics, _began);
    }

    private Validators Validate(VideoProperties video) =>
        _isForStore ? Validators.OfStore(video, time.GetUtcNow()) : Validators.Of(video, time.GetUtcNow());

    private Task<VideoRead> OpenAsync(ReadOptions read) =>
        FromStoreAsync(store.OpenReadAsync(path, read with { IfMatch = read.IfMatch ?? _pin }, limit.Token));

    private Task<VideoProperties> StatAsync() => FromStoreAsync(store.GetPropertiesAsync(path, limit.Token));

    private async Task<T> FromStoreAsync<T>(Task<T> answer)
    {
        try
        {
            return await limit.WaitAsync(new ValueTask<T>(answer), options.StoreIdleTimeout);
        }
        catch (TimeoutException e)
        {
            throw new VideoStoreException(VideoStoreError.Timeout, $"The store did not answer for '{path}' in {options.StoreIdleTimeout}.", e) { Path = path };
        }
    }
}
