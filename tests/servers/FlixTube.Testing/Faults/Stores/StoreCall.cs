namespace FlixTube.Testing.Faults.Stores;

/// <summary>The moments of a store's calls that a fault can strike.</summary>
public enum StoreCall
{
    /// <summary>The request that opens a video.</summary>
    OpenRead,

    /// <summary>The bytes of a video on their way.</summary>
    ReadBody,

    /// <summary>The request that goes on with a body that broke off.</summary>
    ResumeRead,

    /// <summary>The request for a video's properties.</summary>
    Stat,

    /// <summary>The request for a page of videos, and its answer on its way.</summary>
    List,

    /// <summary>The one request that writes a short video.</summary>
    Write,

    /// <summary>A part of a long video.</summary>
    WritePart,

    /// <summary>The request that makes a long video visible.</summary>
    Commit,

    /// <summary>The request that deletes a video.</summary>
    Delete,
}
