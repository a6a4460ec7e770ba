namespace FlixTube.Catalog.Files;

/// <summary>Where the embedded catalogue is: the settings under <c>Catalog:File</c>.</summary>
public sealed class FileCatalogOptions
{
    /// <summary>
    /// The folder, absolute or relative to the working directory; <c>catalog</c> by default. It is made with the first entry.
    /// </summary>
    public string Root { get; set; } = "catalog";
}
