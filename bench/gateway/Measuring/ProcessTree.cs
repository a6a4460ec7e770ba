using System.Globalization;

namespace FlixTube.Bench.Gateway.Measuring;

/// <summary>A program and everything that it started.</summary>
internal sealed class ProcessTree(int root)
{
    private const double TicksPerSecond = 100; // USER_HZ, which is 100 on every Linux that .NET runs on.

    /// <summary>The CPU that the living have used so far, with that of children they have waited for; in seconds.</summary>
    public double CpuSeconds()
    {
        var ticks = 0L;
        foreach (var id in Ids())
        {
            if (Stat(id) is { } fields)
                ticks += fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        }
        return ticks / TicksPerSecond;
    }

    /// <summary>The memory that is theirs, with their share of what they share (PSS); in bytes.</summary>
    public long MemoryBytes() => Ids().Sum(Pss);

    private List<int> Ids()
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: Stat(id) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0))
            .ToList();
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(parents.Where(process => process.Parent == tree[i]).Select(process => process.Id));
        return tree;
    }

    /// <summary>The fields after the name (proc(5)): state, parent, ...; null when the process is gone.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Pss(int id)
    {
        const string Field = "Pss:";
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith(Field, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Field.Length).Trim("kB "), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
