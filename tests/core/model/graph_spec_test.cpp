// SPDX-License-Identifier: Apache-2.0
#include "model/graph_spec.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

namespace findling::model {
namespace {

const std::string kGraph =
    "input words dim=100 sparse=1\n"
    "input more dim=3 sparse=0\n"
    "embedding body from=0 dim=8 activation=relu bias=1\n"
    "layer_norm norm from=2 dim=8\n"
    "dropout drop from=3 dim=8 rate=0.1\n"
    "concat all from=4,1 dim=11\n"
    "linear head from=5 dim=500 activation=softmax bias=0 sparsity=0.013 sampling=random "
    "normalise=1 scale=20\n"
    "outputs 6\n";

void refused(const std::string& text, const char* what) {
  CAPTURE(text);
  CHECK_THROWS_WITH_AS(GraphSpec::parse(text), doctest::Contains(what), std::invalid_argument);
}

}  // namespace

TEST_CASE("a network is the text that it was made of") {
  const GraphSpec graph = GraphSpec::parse(kGraph);
  CHECK(graph.to_text() == kGraph);
  CHECK(GraphSpec::parse(graph.to_text()).nodes == graph.nodes);
  CHECK(graph.nodes[6].sparsity == 0.013F);
  CHECK(graph.n_readers(3) == 1);
}

TEST_CASE("dims that follow from others need not be given") {
  const GraphSpec graph = GraphSpec::parse(
      "input x dim=3\nlayer_norm n from=0\nconcat c from=0,1,0\ndropout d from=2\noutputs 3\n");
  CHECK(graph.nodes[3].dim == 9);
}

TEST_CASE("what cannot run is refused with one sentence") {
  refused("", "1 to 4096 nodes, got 0");
  refused("input x dim=3\n", "1 to 1 outputs, got 0");
  refused("input x dim=3\noutputs 0\n", "because it is an input");
  refused("input x dim=3\nlinear y from=0 dim=2\noutputs 7\n", "among the nodes, got node 7");
  refused("input x dim=3\nlinear y from=1 dim=2\noutputs 1\n", "nodes before it, got node 1");
  refused("input x dim=3\nlinear y dim=2\noutputs 1\n", "to read 1 node(s), got 0");
  refused("input x dim=3\nconcat y from=0\noutputs 1\n", "two or more");
  refused("input x dim=3\nlinear y from=0 dim=0\noutputs 1\n", "1 to 2^31 columns, got 0");
  refused("input x dim=3\nlinear y from=0 dim=2\nlinear z from=0 dim=2\noutputs 1\n",
          "linear z: expected to be read by something");
  refused("input x dim=3\nlinear y from=0 dim=2\noutputs 1,1\n", "an output once");
  refused("input x dim=3 sparse=2\n", "expected 0 or 1, got '2'");
  refused("input x dim=three\n", "a number, got 'three'");
  refused("conv x dim=3\n", "got 'conv'");
  refused("input x size=3\n", "a key of input, got 'size'");
  refused("input x dim=3\ndropout y from=0 rate=1\noutputs 1\n", "a rate from 0 to below 1");
  refused("input x dim=3\nlinear y from=0 dim=2 sparsity=0\noutputs 1\n", "sparsity above 0");
  refused("input x dim=3\nlinear y from=0 dim=2 scale=nan\noutputs 1\n", "scale above 0");
  refused("input x dim=3\nlinear y from=0 dim=2 sampling=lucky\noutputs 1\n", "got lucky");
  refused("input x dim=3 bias=1\nlinear y from=0 dim=2\noutputs 1\n", "a key of input, got 'bias'");
  refused("input x dim=3 sparse=1\nembedding y from=0 dim=2 scale=2\noutputs 1\n",
          "a key of embedding, got 'scale'");
  refused("input x dim=3\nlinear y from=0 dim=2\noutputs 1,1,1\n", "1 to 2 outputs, got 3");
  refused("input x dim=2000000000\nlinear y from=0 dim=2000000000\noutputs 1\n", "2^40");
}

TEST_CASE("what has no table may be wide") {
  CHECK_NOTHROW(
      GraphSpec::parse("input x dim=3\nlinear y from=0 dim=2000000\ndropout z from=1 rate=0.1\n"
                       "layer_norm n from=2\noutputs 3\n"));
}

TEST_CASE("nodes of one name must be one layer") {
  const std::string start = "input x dim=3\nlinear y from=0 dim=3\n";
  CHECK_NOTHROW(GraphSpec::parse(start + "linear y from=1 dim=3\noutputs 2\n"));
  refused(start + "linear y from=1 dim=4\noutputs 2\n", "another name, or the same settings");
  refused(start + "dropout y from=1\noutputs 2\n", "another name");
  refused(
      "input x dim=3\nlinear y from=0 dim=3 sparsity=0.5\n"
      "linear y from=1 dim=3 sparsity=0.5\noutputs 2\n",
      "used once, because it is sparse");
}

TEST_CASE("automatic sparsity becomes a number") {
  const auto sparsity = [](const std::string& dim) {
    return GraphSpec::parse("input x dim=3\nlinear y from=0 dim=" + dim +
                            " sparsity=auto\noutputs 1\n")
        .nodes[1]
        .sparsity;
  };
  CHECK(sparsity("2048") == 1.0F);
  CHECK(sparsity("102400") == doctest::Approx(0.01F));
}

}  // namespace findling::model
