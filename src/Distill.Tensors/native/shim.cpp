// C ABI over libtorch's boxed dispatcher: one entry point calls every operator by its schema name, so that a new
// operator needs a line of C# and none of C++; and over its interpreter of TorchScript. Compiles against libtorch
// 1.13 to 2.x, for CPU and CUDA.
//
// Conventions: a tensor handle is a heap-allocated at::Tensor that the caller releases; a function that can fail
// returns -1 (or null) and leaves the reason in distill_error() of the same thread; no exception crosses the ABI.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include <cstring>
#include <sstream>
#include <string>
#include <vector>

using at::Tensor;
using c10::IValue;

namespace {

enum Kind : int32_t { Absent, TensorKind, Integer, Real, Boolean, Integers, Tensors, Text, Default, Device };

struct Argument {
  int32_t kind;
  int32_t length;
  union {
    int64_t integer;
    double real;
    const Tensor* tensor;
    const int64_t* integers;
    const Tensor* const* tensors;
    const char* text;
  };
};

struct Description {
  void* data;
  const int64_t* sizes;
  const int64_t* strides;
  int64_t dimensions;
  int64_t elements;
  int32_t type;
  int32_t element_size;
  int32_t device_type;
  int32_t device_index;
};

thread_local std::string error;

// Runs `body`; on an exception remembers its text (without libtorch's C++ stack trace) and returns `failed`.
template <typename Result, typename Body>
Result guarded(Result failed, Body body) {
  try {
    return body();
  } catch (const c10::Error& e) {
    error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    error = e.what();
  } catch (...) {
    error = "an exception of an unknown type";
  }
  return failed;
}

IValue value_of(const Argument& argument) {
  switch (argument.kind) {
    case TensorKind: return *argument.tensor;
    case Integer: return argument.integer;
    case Real: return argument.real;
    case Boolean: return argument.integer != 0;
    case Text: return std::string(argument.text, argument.length);
    case Device: return c10::Device(static_cast<c10::DeviceType>(argument.length), static_cast<c10::DeviceIndex>(argument.integer));
    case Integers: {
      c10::List<int64_t> list;
      list.reserve(argument.length);
      for (int i = 0; i < argument.length; i++) list.push_back(argument.integers[i]);
      return list;
    }
    case Tensors: {
      c10::List<Tensor> list;
      list.reserve(argument.length);
      for (int i = 0; i < argument.length; i++) list.push_back(*argument.tensors[i]);
      return list;
    }
    default: return IValue();
  }
}

// The caller's side of a backward pass. It frees the handles that it is given; those that it writes are freed here.
using Backward = int (*)(int64_t function, Tensor* gradient, Tensor** saved, int saved_count, Tensor** results, int count);

// An operator that the caller computes: its place in the graph, and the tensors that it remembers.
struct CallersOperator : torch::autograd::Node {
  int64_t function;
  Backward backward;
  std::vector<torch::autograd::SavedVariable> saved;

  torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
    torch::autograd::variable_list results(num_outputs());
    if (!gradients[0].defined()) return results;
    std::vector<Tensor> values;
    for (auto& variable : saved) values.push_back(variable.unpack());
    std::vector<Tensor*> remembered, handles(num_outputs());
    for (auto& value : values) remembered.push_back(new Tensor(value));
    int failed = backward(function, new Tensor(gradients[0]), remembered.data(), static_cast<int>(remembered.size()), handles.data(), static_cast<int>(handles.size()));
    for (size_t i = 0; i < handles.size(); i++) {
      if (!handles[i]) continue;
      if (task_should_compute_output(i)) results[i] = *handles[i];
      delete handles[i];
    }
    TORCH_CHECK(failed == 0, "an operator of the caller's failed");
    return results;
  }

  // A second backward pass then fails as it does for libtorch's own operators.
  void release_variables() override {
    for (auto& variable : saved) variable.reset_data();
  }
};

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

const char* distill_error() { return error.c_str(); }

// Operator handles live as long as the process: libtorch's registry does, too.
const void* distill_operator(const char* name, const char* overload) {
  return guarded<const void*>(nullptr, [&]() -> const void* {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (handle) return new c10::OperatorHandle(*handle);
    error = "this libtorch has no such operator";
    return nullptr;
  });
}

// Trailing arguments that are not given take the schema's defaults. The first `capacity` results go to `results`
// (tensors as new handles, booleans as 0 or 1); capacity 0 is for operators in place. Returns the number written.
int distill_call(const void* op, const Argument* arguments, int count, void** results, int capacity) {
  return guarded(-1, [&] {
    auto& handle = *static_cast<const c10::OperatorHandle*>(op);
    auto& declared = handle.schema().arguments();
    c10::Stack stack;
    stack.reserve(declared.size());
    for (size_t i = 0; i < declared.size(); i++) {
      if (i < static_cast<size_t>(count) && arguments[i].kind != Default) {
        stack.push_back(value_of(arguments[i]));
      } else {
        auto& value = declared[i].default_value();
        stack.push_back(value ? *value : IValue());
      }
    }
    handle.callBoxed(&stack);
    int written = 0;
    for (auto& result : stack) {
      if (written == capacity) break;
      if (result.isTensor()) results[written++] = new Tensor(std::move(result).toTensor());
      else if (result.isBool()) results[written++] = reinterpret_cast<void*>(static_cast<intptr_t>(result.toBool()));
    }
    return written;
  });
}

void distill_release(Tensor* tensor) { delete tensor; }

Tensor* distill_alias(const Tensor* tensor) { return new Tensor(*tensor); }

// A new CPU tensor with a copy of the caller's memory.
Tensor* distill_copy(const void* data, const int64_t* sizes, int dimensions, int type) {
  return guarded<Tensor*>(nullptr, [&] {
    auto tensor = at::empty(at::IntArrayRef(sizes, dimensions), at::TensorOptions().dtype(static_cast<at::ScalarType>(type)));
    if (tensor.nbytes() != 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    return new Tensor(std::move(tensor));
  });
}

// The pointers stay valid as long as the tensor is neither released nor reshaped in place.
void distill_describe(const Tensor* tensor, Description* description) {
  auto device = tensor->device();
  *description = {tensor->has_storage() ? tensor->data_ptr() : nullptr,
                  tensor->sizes().data(),
                  tensor->strides().data(),
                  tensor->dim(),
                  tensor->numel(),
                  static_cast<int32_t>(tensor->scalar_type()),
                  static_cast<int32_t>(tensor->element_size()),
                  static_cast<int32_t>(device.type()),
                  device.index()};
}

int distill_is_contiguous(const Tensor* tensor) { return tensor->is_contiguous(); }

int distill_requires_grad(const Tensor* tensor) { return tensor->requires_grad(); }

int distill_is_leaf(const Tensor* tensor) { return tensor->is_leaf(); }

int distill_set_requires_grad(const Tensor* tensor, int value) {
  return guarded(-1, [&] { tensor->set_requires_grad(value != 0); return 0; });
}

Tensor* distill_grad(const Tensor* tensor) {
  return guarded<Tensor*>(nullptr, [&]() -> Tensor* {
    auto& grad = tensor->mutable_grad();
    return grad.defined() ? new Tensor(grad) : nullptr;
  });
}

int distill_set_grad(const Tensor* tensor, const Tensor* grad) {
  return guarded(-1, [&] {
    if (grad) tensor->mutable_grad() = *grad;
    else tensor->mutable_grad().reset();
    return 0;
  });
}

int distill_backward(const Tensor* tensor) {
  return guarded(-1, [&] {
    torch::autograd::backward({*tensor}, {});
    return 0;
  });
}

// Makes `result` a function of `inputs` (null for what is no tensor): backward passes ask `backward` for their gradients.
int distill_record(int64_t function, Backward backward, const Tensor* const* inputs, int count, const Tensor* const* saved, int saved_count, Tensor* result) {
  return guarded(-1, [&] {
    auto node = std::shared_ptr<CallersOperator>(new CallersOperator(), torch::autograd::deleteNode);
    node->function = function;
    node->backward = backward;
    torch::autograd::edge_list edges;
    for (int i = 0; i < count; i++) edges.push_back(inputs[i] ? torch::autograd::impl::gradient_edge(*inputs[i]) : torch::autograd::Edge());
    node->set_next_edges(std::move(edges));
    for (int i = 0; i < saved_count; i++) node->saved.emplace_back(*saved[i], false);
    torch::autograd::set_history(*result, node);
    return 0;
  });
}

// A TorchScript file that is in memory, on the CPU.
void* distill_script_load(const char* bytes, int64_t length) {
  return guarded<void*>(nullptr, [&]() -> void* {
    std::istringstream file(std::string(bytes, length));
    return new torch::jit::Module(torch::jit::load(file, c10::Device(c10::kCPU)));
  });
}

void distill_script_release(void* module) { delete static_cast<torch::jit::Module*>(module); }

int distill_script_eval(void* module) {
  return guarded(-1, [&] { static_cast<torch::jit::Module*>(module)->eval(); return 0; });
}

// Returns the number of results: for a tensor 1, for a tuple or list of tensors their number, of which the first
// `capacity` are written; *kind says what it was: 0, 1, 2.
int distill_script_forward(void* module, const Tensor* const* inputs, int count, void** results, int capacity, int* kind) {
  return guarded(-1, [&] {
    std::vector<IValue> arguments;
    for (int i = 0; i < count; i++) arguments.push_back(*inputs[i]);
    IValue value = static_cast<torch::jit::Module*>(module)->forward(std::move(arguments));
    std::vector<IValue> values;
    *kind = value.isTuple() ? 1 : value.isList() ? 2 : 0;
    if (*kind == 0) values.push_back(value);
    if (*kind == 1) for (const IValue& element : value.toTupleRef().elements()) values.push_back(element);
    if (*kind == 2) for (const IValue& element : value.toListRef()) values.push_back(element);
    for (const IValue& element : values) TORCH_CHECK(element.isTensor(), "it returns ", element.tagKind(), " where a tensor should be");
    for (int i = 0; i < capacity && i < static_cast<int>(values.size()); i++) results[i] = new Tensor(values[i].toTensor());
    return static_cast<int>(values.size());
  });
}

int distill_grad_enabled() { return c10::GradMode::is_enabled(); }

void distill_set_grad_enabled(int enabled) { c10::GradMode::set_enabled(enabled != 0); }

void* distill_inference_begin(int enabled) { return new c10::InferenceMode(enabled != 0); }

void distill_inference_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int distill_threads() { return at::get_num_threads(); }

int distill_set_threads(int threads) {
  return guarded(-1, [&] { at::set_num_threads(threads); return 0; });
}

}
#pragma GCC visibility pop
