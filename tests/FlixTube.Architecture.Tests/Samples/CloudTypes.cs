// A namespace that a cloud's library has.
namespace Azure.Sample;

public interface IBlob;

public class Blob : EventArgs, IBlob;
