using FlixTube.Storage.Switching.Generations;

namespace FlixTube.Storage.Switching;

/// <summary>What callers see of a store that was disposed of under their hands.</summary>
internal static class SwitchErrors
{
    public static VideoStoreException CutOff(VideoPath? path, Exception? innerException = null) =>
        new(VideoStoreError.Unavailable, $"'{path}': the store was switched, and this went on in the old one for longer than VideoStorage:Switch:DrainLimit allows.", innerException) { Path = path };

    /// <summary>
    /// A store that was disposed of may throw anything, and tell cancellations that nobody asked for; the contract knows
    /// only one thing that this can be. Other failures stay what they are.
    /// </summary>
    public static Exception Translate(Exception exception, StoreGeneration generation, VideoPath? path) =>
        generation.IsCutOff && exception is not VideoStoreException ? CutOff(path, exception) : exception;
}
