#:property PublishAot=false
using System.Text.Json;
using System.Text.Json.Nodes;

// Writes what an image holds beside its base as a CycloneDX bill of materials:
//
//   dotnet run sbom.cs -- <service.deps.json> <folder with var/lib/dpkg/status.d> <output>
//
// The time of the build is left out, so that the same sources give the same bytes.
var (deps, native, output) = (args[0], args[1], args[2]);
var components = NuGetPackages(deps).Concat(DebianPackages(native)).OrderBy(static c => (string?)c["purl"], StringComparer.Ordinal);
var service = Path.GetFileName(deps)[..^".deps.json".Length];
var bill = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = service } },
    ["components"] = new JsonArray([.. components]),
};
File.WriteAllText(output, bill.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

static IEnumerable<JsonObject> NuGetPackages(string deps)
{
    using var document = JsonDocument.Parse(File.ReadAllText(deps));
    foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject())
    {
        if (library.Value.GetProperty("type").GetString() is not "package")
            continue;

        var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
        var component = Component(name, version, $"pkg:nuget/{name}@{version}");
        if (library.Value.GetProperty("sha512").GetString() is ['s', 'h', 'a', '5', '1', '2', '-', .. var hash])
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)) });

        yield return component;
    }
}

static IEnumerable<JsonObject> DebianPackages(string native)
{
    foreach (var record in Directory.EnumerateFiles(Path.Combine(native, "var/lib/dpkg/status.d")))
    {
        var fields = File.ReadLines(record).Where(static line => line.Contains(": ", StringComparison.Ordinal) && line[0] is not ' ')
            .ToDictionary(static line => line.Split(": ", 2)[0], static line => line.Split(": ", 2)[1], StringComparer.Ordinal);
        yield return Component(fields["Package"], fields["Version"],
            $"pkg:deb/{fields["Package"]}@{Uri.EscapeDataString(fields["Version"])}?arch={fields["Architecture"]}");
    }
}

static JsonObject Component(string name, string version, string purl) =>
    new() { ["type"] = "library", ["bom-ref"] = purl, ["name"] = name, ["version"] = version, ["purl"] = purl };
