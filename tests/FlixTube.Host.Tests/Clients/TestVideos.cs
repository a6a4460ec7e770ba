using FlixTube.Testing.Programs;

namespace FlixTube.Host.Tests.Clients;

/// <summary>Videos that are made when a test needs one.</summary>
internal static class TestVideos
{
    public const string SampleName = "SampleVideo_1280x720_1mb.mp4";

    /// <summary>ffmpeg, or a skipped test.</summary>
    public static string Ffmpeg => Tool.Require("ffmpeg", "apt-get install ffmpeg");

    /// <summary>The sample played several times over: about 1 MB and ten seconds each, with the index at the end of the file.</summary>
    public static async Task<string> LoopedSampleAsync(string path, int times)
    {
        await Command.OutputOfAsync(
            Ffmpeg,
            ["-v", "error", "-stream_loop", $"{times - 1}", "-i", Repository.SampleVideo, "-c", "copy", path]);
        return path;
    }
}
