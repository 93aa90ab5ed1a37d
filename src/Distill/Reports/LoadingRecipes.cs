using Distill.Exports;

namespace Distill.Reports;

/// <summary>How the ONNX files of a student are loaded: three lines in each language.</summary>
internal static class LoadingRecipes
{
    /// <summary>The part of the card; nothing for a student without ONNX files.</summary>
    public static string Render(LowPowerReport? report)
    {
        if (report?.Forms.LastOrDefault(form => form.Form != ExportForms.Safetensors && form.IsDelivered) is not { } form)
        {
            return "";
        }

        var (type, dtype, image) = form.TakesBytes
            ? ("byte", "uint8", "one image as it comes from a camera, pixel after pixel; `shape` is 1 × height × width × channels")
            : ("float", "float32", "one image, normalised, channel after channel; `shape` is 1 × channels × height × width");
        return $$"""
            ## Loading the ONNX file

            `pixels` holds {{image}}.

            .NET, with Distill's binding of ONNX Runtime:

            ```csharp
            using var session = new OnnxSession(File.ReadAllBytes("{{form.File}}"));
            var logits = session.Run<{{type}}>(pixels, shape)[0].Values;
            var best = Array.IndexOf(logits, logits.Max());
            ```

            Python, with numpy and onnxruntime:

            ```python
            session = onnxruntime.InferenceSession("{{form.File}}")
            (logits,) = session.run(["logits"], {"images": numpy.array(pixels, "{{dtype}}").reshape(shape)})
            print(logits.argmax())
            ```

            C++, with onnxruntime_cxx_api.h; `image` is the tensor of `pixels`, `inputs` is {"images"}, `outputs` is {"logits"}:

            ```cpp
            Ort::Session session(env, "{{form.File}}", Ort::SessionOptions());
            auto logits = session.Run(Ort::RunOptions(), inputs, &image, 1, outputs, 1);
            std::cout << std::max_element(logits[0].GetTensorData<float>(), logits[0].GetTensorData<float>() + classes) - logits[0].GetTensorData<float>() << std::endl;
            ```

            """;
    }
}
