using System.Text.RegularExpressions;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace FlixTube.Testing.Categories;

/// <summary>
/// A fixture that repeats inherited tests which another fixture runs already: they are long proofs (category Soak), but for
/// those whose names match, which show here what they show nowhere else.
/// </summary>
/// <param name="names">A regular expression for the methods that always run.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SoakExceptAttribute(string names) : NUnitAttribute, IFixtureBuilder2
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public string Names => names;

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => Marked(new TestFixtureAttribute().BuildFrom(typeInfo));

    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter) => Marked(new TestFixtureAttribute().BuildFrom(typeInfo, filter));

    private IEnumerable<TestSuite> Marked(IEnumerable<TestSuite> suites)
    {
        foreach (var suite in suites)
        {
            Mark(suite);
            yield return suite;
        }
    }

    private void Mark(ITest test)
    {
        foreach (var child in test.Tests)
            Mark(child);
        if (!test.HasChildren && test.Method is { } method && !Regex.IsMatch(method.Name, names, RegexOptions.None, MatchLimit))
            test.Properties.Add(PropertyNames.Category, "Soak");
    }
}
