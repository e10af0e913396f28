// SPDX-License-Identifier: Apache-2.0
#include "lsh/cell_sampler.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "lsh/best_rows.h"
#include "lsh/row_scan.h"
#include "lsh/row_values.h"

namespace findling::lsh {

namespace {

constexpr std::size_t kInsertedPerCell = 16;
constexpr std::size_t kCellsWithInserted = 4;  // that a query reads: the nearest
constexpr std::size_t kSampleStep = 16;        // of blocks, for the guess of a limit
constexpr std::size_t kFewestAbove = 16;       // fewer would guess too high now and then
constexpr std::size_t kSampledRowsPerWanted = 16;
constexpr std::size_t kSketchesPerVisited = 16;  // a query that visits more reads more sketches
constexpr std::size_t kFittedShare = 4;          // of the cells that it would read without `fit`

// A query with one cell has nothing to miss.
Insertions no_insertions(const CellConfig& config) {
  return {config.n_cells, config.n_cells > 1 ? kInsertedPerCell : 0};
}

void append_floats(std::span<const float> values, std::vector<std::uint32_t>& words) {
  for (const float value : values) words.push_back(std::bit_cast<std::uint32_t>(value));
}

// Throws `std::invalid_argument` when one is not finite.
std::vector<float> floats_of(std::span<const std::uint32_t> words) {
  std::vector<float> values;
  for (const std::uint32_t word : words) values.push_back(std::bit_cast<float>(word));
  if (std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); })) {
    return values;
  }
  throw std::invalid_argument("[sampler] expected finite centres of cells, got others");
}

// How far the rows of each cell reach along its centre, a unit vector, on average.
std::vector<float> scales_of(const Centres& centres, const Int8Rows& rows,
                             std::span<const std::uint32_t> cells) {
  const kernels::KernelTable& k = kernels::active();
  std::vector<float> sums(centres.size());
  std::vector<float> counts(centres.size());
  std::vector<float> row(rows.dim());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    rows.get(i, row);
    sums[cells[i]] += k.dot(row.data(), centres[cells[i]].data(), row.size());
    counts[cells[i]] += 1.0F;
  }
  for (std::size_t c = 0; c < sums.size(); ++c) sums[c] /= std::max(counts[c], 1.0F);
  return sums;
}

}  // namespace

struct CellSampler::Query final : IndexSampler::QueryScratch {
  RowScan scan;
  BestRows best;
  SketchQuery sketch;
  SketchLists::Scratch lists;
  Int8Query query;
  Centres::Scratch centres;
  std::vector<float> centre_scores;    ///< [C]
  std::vector<float> worths;           ///< [C]
  std::vector<ScoredRow> cells;        ///< Those to read, the nearest first.
  std::vector<ScoredRow> sketched;     ///< The best by sketch.
  std::vector<std::uint32_t> visited;  ///< Their names, and inserted rows.
  std::vector<ScoredRow> found;
};

struct CellSampler::Worker {
  Centres::Scratch centres;
  Sketch sketch;
  std::vector<float> row;
};

CellSampler::CellSampler(const SamplerShape& shape, const CellConfig& config)
    : IndexSampler(shape, no_insertions(config)),
      config_(config),
      cosine_(shape.cosine),
      sketcher_(shape.dim, shape.seed),
      rows_(shape.n_rows, shape.dim),
      lists_(shape.n_rows, config.n_cells, sketcher_.n_groups()) {
  const bool fits = config.n_cells >= 1 && config.n_cells <= shape.n_rows && config.n_probes >= 1 &&
                    config.n_probes <= config.n_cells && config.n_training_probes >= 1 &&
                    config.n_training_probes <= config.n_cells && config.n_visited >= 1;
  if (fits) return;
  throw std::invalid_argument(
      "[lsh] expected cells that are no more than rows, and probes no more"
      " than cells, got " +
      std::to_string(config.n_cells) + " cells and " + std::to_string(config.n_probes) + " probes");
}

std::size_t CellSampler::default_visited() const noexcept {
  return std::min(config_.n_visited, n_rows());
}

std::size_t CellSampler::memory_bytes() const noexcept {
  return base_bytes() + sketcher_.memory_bytes() + rows_.memory_bytes() + centres_.memory_bytes() +
         (rotated_centres_.capacity() + reaches_.capacity() + mean_biases_.capacity()) *
             sizeof(float) +
         lists_.memory_bytes();
}

std::unique_ptr<IndexSampler::QueryScratch> CellSampler::make_query_scratch() const {
  return std::make_unique<Query>();
}

// The cells that are worth most; of equals the smaller.
void CellSampler::choose_cells(std::span<const float> query, std::size_t n_probes,
                               Query& scratch) const {
  const kernels::KernelTable& k = kernels::active();
  scratch.query.take(k, query, rows_.stride());
  scratch.centre_scores.resize(centres_.size());
  centres_.score(k, scratch.query.view(), scratch.centres, scratch.centre_scores);
  const float length = std::sqrt(k.sum_squares(query.data(), query.size()));
  scratch.worths.resize(centres_.size());
  for (std::size_t cell = 0; cell < centres_.size(); ++cell) {
    scratch.worths[cell] =
        scratch.centre_scores[cell] + mean_biases_[cell] + length * reaches_[cell];
  }
  for (std::size_t cell = 0; cell < scales_.size(); ++cell) {
    scratch.centre_scores[cell] *= scales_[cell];
  }
  scratch.best.start(n_probes, scratch.cells);
  scratch.best.offer(scratch.worths,
                     [](std::size_t cell) { return static_cast<std::uint32_t>(cell); });
  scratch.best.finish_sorted();
}

// A score that about 2 n of the sketches of the chosen cells reach, from a sample of them: most
// rows are then passed over at once, instead of after the first have filled the list.
float CellSampler::guess_limit(std::size_t n, std::size_t n_rows, Query& scratch) const {
  if (n_rows < kSampledRowsPerWanted * n) return BestRows::kNoLimit;
  const std::size_t n_above = std::max(kFewestAbove, 2 * n / kSampleStep);
  const kernels::KernelTable& k = kernels::active();
  scratch.best.start(n_above, scratch.sketched);
  std::size_t first = 0;
  for (const ScoredRow& cell : scratch.cells) {
    first = lists_.score_some(k, scratch.sketch, cell.row, scratch.centre_scores[cell.row], first,
                              kSampleStep, scratch.lists,
                              [&](std::span<const float> scores, auto rows) {
                                scratch.best.offer(scores, [&](std::size_t i) { return rows[i]; });
                              });
  }
  scratch.best.finish();
  if (scratch.sketched.size() < n_above) return BestRows::kNoLimit;
  return std::max_element(scratch.sketched.begin(), scratch.sketched.end())->score;
}

void CellSampler::read_lists(std::size_t n, float limit, Query& scratch) const {
  const kernels::KernelTable& k = kernels::active();
  scratch.best.start(n, scratch.sketched, limit);
  for (const ScoredRow& cell : scratch.cells) {
    lists_.score(k, scratch.sketch, cell.row, scratch.centre_scores[cell.row], scratch.lists,
                 [&](std::span<const float> scores, std::span<const std::uint32_t> rows) {
                   scratch.best.offer(scores, [&](std::size_t i) { return rows[i]; });
                 });
  }
  scratch.best.finish();
}

void CellSampler::read_sketches(std::span<const float> query, std::size_t n, std::size_t n_probes,
                                Query& scratch) const {
  choose_cells(query, n_probes, scratch);
  sketcher_.ask(kernels::active(), query, scratch.sketch);
  std::size_t n_rows = 0;
  for (const ScoredRow& cell : scratch.cells) n_rows += lists_.size(cell.row);
  const float limit = guess_limit(n, n_rows, scratch);
  read_lists(n, limit, scratch);
  const bool too_high = scratch.sketched.size() < std::min(n, n_rows);
  if (too_high) read_lists(n, BestRows::kNoLimit, scratch);
  scratch.visited.clear();
  for (const ScoredRow& one : scratch.sketched) scratch.visited.push_back(one.row);
  for (std::size_t i = 0; i < std::min(kCellsWithInserted, scratch.cells.size()); ++i) {
    inserted().for_each(scratch.cells[i].row,
                        [&](std::uint32_t row) { scratch.visited.push_back(row); });
  }
  if (scratch.visited.size() == scratch.sketched.size()) return;
  std::sort(scratch.visited.begin(), scratch.visited.end());
  scratch.visited.erase(std::unique(scratch.visited.begin(), scratch.visited.end()),
                        scratch.visited.end());
}

void CellSampler::best_of(std::span<const float> query, std::size_t k, std::size_t n_visited,
                          Query& scratch, std::vector<ScoredRow>& best) const {
  scratch.scan.ask(rows_, query);
  if (n_visited >= n_rows()) return scratch.scan.best_of_all(rows_, k, best);
  const std::size_t wanted =
      (config_.n_cells * n_visited * kSketchesPerVisited + n_rows() - 1) / n_rows();
  const std::size_t n_probes = std::clamp(wanted, n_probed(Purpose::kAnswer), config_.n_cells);
  read_sketches(query, n_visited, n_probes, scratch);
  scratch.scan.best_of(rows_, scratch.visited, k, best);
}

void CellSampler::top(std::span<const float> query, std::size_t k, std::size_t n_visited,
                      Scratch& scratch, std::vector<ScoredRow>& best) const {
  best.clear();
  if (k == 0) return;
  const std::size_t n = std::max(k, n_visited == 0 ? default_visited() : n_visited);
  best_of(query, k, n, static_cast<Query&>(query_scratch(scratch)), best);
}

void CellSampler::find(std::span<const float> query, std::size_t n, Purpose purpose,
                       QueryScratch& scratch, std::vector<std::uint32_t>& rows) const {
  rows.clear();
  if (n == 0) return;
  auto& mine = static_cast<Query&>(scratch);
  if (purpose == Purpose::kTraining) {
    read_sketches(query, n, n_probed(Purpose::kTraining), mine);
    std::sort(mine.sketched.begin(), mine.sketched.end());
    for (const ScoredRow& one : mine.sketched) rows.push_back(one.row);
    return;
  }
  best_of(query, n, std::max(n, default_visited()), mine, mine.found);
  for (const ScoredRow& one : mine.found) rows.push_back(one.row);
}

// Where centres were fitted to queries, the best rows are in very few cells.
std::size_t CellSampler::n_probed(Purpose purpose) const noexcept {
  const std::size_t n =
      purpose == Purpose::kTraining ? config_.n_training_probes : config_.n_probes;
  return scales_.empty() ? n : (n + kFittedShare - 1) / kFittedShare;
}

void CellSampler::take_centres(Centres centres, std::vector<float> scales) {
  const kernels::KernelTable& k = kernels::active();
  centres_ = std::move(centres);
  scales_ = std::move(scales);
  rotated_centres_.resize(centres_.size() * sketcher_.width());
  for (std::size_t c = 0; c < centres_.size(); ++c) {
    float* rotated = rotated_centres_.data() + c * sketcher_.width();
    sketcher_.rotate(k, centres_[c], rotated);
    if (!scales_.empty()) k.scale(scales_[c], rotated, sketcher_.width());
  }
}

// From the rounded row, so that sketches follow from what `state` has.
void CellSampler::sketch(const kernels::KernelTable& k, std::uint32_t row, std::uint32_t cell,
                         Worker& worker) const {
  worker.row.resize(dim());
  rows_.get(row, worker.row);
  const auto centre =
      std::span(rotated_centres_).subspan(cell * sketcher_.width(), sketcher_.width());
  sketcher_.take(k, worker.row, centre, worker.sketch);
}

// Returns how long the rest of each row is.
std::vector<float> CellSampler::deal(std::span<const std::uint32_t> cells, base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  lists_.deal(cells);
  std::vector<float> rests(n_rows());
  std::vector<Worker> workers(pool.n_threads());
  pool.parallel_for(lists_.n_blocks(), [&](std::size_t block, std::size_t worker) {
    for (const std::uint32_t row : lists_.rows_of(block)) {
      sketch(k, row, cells[row], workers[worker]);
      lists_.write(row, workers[worker].sketch, rows_.bias(row));
      rests[row] = workers[worker].sketch.length;
    }
  });
  return rests;
}

// How far the best row of a cell reaches above its centre: with rests of one length, a few standard
// deviations of their products; with unequal ones, what the longest has. The sum of the root mean
// square and the maximum finds the best row in fewer cells than either, in both cases.
void CellSampler::measure_cells(std::span<const float> rests) {
  std::vector<float> squares(centres_.size());
  std::vector<float> longest(centres_.size());
  std::vector<float> biases(centres_.size());
  for (std::uint32_t row = 0; row < n_rows(); ++row) {
    const std::uint32_t cell = lists_.cell_of(row);
    squares[cell] += rests[row] * rests[row];
    longest[cell] = std::max(longest[cell], rests[row]);
    biases[cell] += rows_.bias(row);
  }
  reaches_.assign(centres_.size(), 0.0F);
  mean_biases_.assign(centres_.size(), 0.0F);
  if (!scales_.empty()) return;  // a cell is as near as its centre
  const float root = std::sqrt(static_cast<float>(dim()));
  for (std::size_t cell = 0; cell < centres_.size(); ++cell) {
    if (lists_.size(cell) == 0) continue;
    const auto n = static_cast<float>(lists_.size(cell));
    reaches_[cell] = (std::sqrt(squares[cell] / n) + longest[cell]) / root;
    mean_biases_[cell] = biases[cell] / n;
  }
}

void CellSampler::take_values(const RowsView& weights, base::ThreadPool& pool) {
  set_all_rows(weights, cosine_, pool, rows_);
}

void CellSampler::take_in_all(const RowsView& weights, base::ThreadPool& pool) {
  set_all_rows(weights, cosine_, pool, rows_);
  std::vector<std::uint32_t> cells(n_rows());
  take_centres(Centres::fit(rows_, config_.n_cells, pool), {});
  assign(Centres::Reach::kGroupsAround, pool, cells);
  measure_cells(deal(cells, pool));
}

void CellSampler::fit(const RowsView& weights, std::span<const float> queries,
                      base::ThreadPool& pool) {
  set_all_rows(weights, cosine_, pool, rows_);
  std::vector<std::uint32_t> cells(n_rows());
  take_centres(Centres::fit_directions(queries, rows_, config_.n_cells, pool), {});
  // A row in the second best cell would be missed: few are read.
  assign(Centres::Reach::kAll, pool, cells);
  auto scales = scales_of(centres_, rows_, cells);
  take_centres(std::move(centres_), std::move(scales));
  measure_cells(deal(cells, pool));
}

void CellSampler::assign(Centres::Reach reach, base::ThreadPool& pool,
                         std::vector<std::uint32_t>& cells) const {
  const kernels::KernelTable& k = kernels::active();
  std::vector<Worker> workers(pool.n_threads());
  for_rows(pool, n_rows(), [&](std::size_t i, std::size_t worker) {
    cells[i] = centres_.nearest(k, rows_.view(i), workers[worker].centres, reach);
  });
}

// Threads sketch, one thread moves: two rows share each byte of a list.
void CellSampler::take_in(const RowsView& weights, std::span<const std::uint32_t> rows,
                          base::ThreadPool& pool) {
  const kernels::KernelTable& k = kernels::active();
  set_rows(weights, rows, cosine_, pool, rows_);
  std::vector<std::uint32_t> cells(rows.size());
  std::vector<Sketch> sketches(rows.size());
  std::vector<Worker> workers(pool.n_threads());
  for_rows(pool, rows.size(), [&](std::size_t i, std::size_t worker) {
    cells[i] = frozen() ? lists_.cell_of(rows[i])
                        : centres_.nearest(k, rows_.view(rows[i]), workers[worker].centres);
    sketch(k, rows[i], cells[i], workers[worker]);
    sketches[i].codes = workers[worker].sketch.codes;
    sketches[i].factor = workers[worker].sketch.factor;
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (cells[i] != lists_.cell_of(rows[i])) lists_.move(rows[i], cells[i]);
    lists_.write(rows[i], sketches[i], rows_.bias(rows[i]));
  }
}

// A label in a cell that the query does not read is put into the nearest.
void CellSampler::missing(std::span<const float> query, std::span<const std::uint32_t> labels,
                          QueryScratch& scratch, std::vector<Insertion>& out) const {
  const std::size_t n_probes = n_probed(Purpose::kAnswer);
  if (n_probes == config_.n_cells) return;
  auto& mine = static_cast<Query&>(scratch);
  choose_cells(query, n_probes, mine);
  if (mine.cells.empty()) return;  // The query was not finite.
  for (const std::uint32_t label : labels) {
    const std::uint32_t home = lists_.cell_of(label);
    const bool read = std::any_of(mine.cells.begin(), mine.cells.end(),
                                  [&](const ScoredRow& cell) { return cell.row == home; });
    if (!read) out.push_back({mine.cells.front().row, label});
  }
}

void CellSampler::save_places(std::vector<std::uint32_t>& words) const {
  words.push_back(scales_.empty() ? 0 : 1);
  for (const auto* values : {&scales_, &reaches_, &mean_biases_}) append_floats(*values, words);
  append_floats(centres_.values(), words);
  for (std::uint32_t row = 0; row < n_rows(); ++row) words.push_back(lists_.cell_of(row));
  for (const std::uint32_t row : changed()) rows_.save_row(row, words);
}

void CellSampler::restore_places(std::span<const std::uint32_t> words) {
  const std::size_t n_cells = config_.n_cells;
  const bool fitted = !words.empty() && words.front() == 1;
  const std::size_t n_scales = fitted ? n_cells : 0;
  if (!words.empty()) words = words.subspan(1);
  const std::size_t n_floats = n_scales + n_cells * (dim() + 2);
  const std::size_t per_row = rows_.words_per_row();
  if (words.size() != n_floats + n_rows() + changed().size() * per_row) {
    throw std::invalid_argument("[sampler] expected the state of cells, got another");
  }
  const auto values = floats_of(words.first(n_floats));
  const auto cells = words.subspan(n_floats, n_rows());
  if (std::any_of(cells.begin(), cells.end(), [&](std::uint32_t c) { return c >= n_cells; })) {
    throw std::invalid_argument("[sampler] expected cells below " + std::to_string(n_cells) +
                                ", got others");
  }
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(n_scales);
  const auto middle = begin + static_cast<std::ptrdiff_t>(n_cells);
  const auto end = middle + static_cast<std::ptrdiff_t>(n_cells);
  reaches_.assign(begin, middle);
  mean_biases_.assign(middle, end);
  for (std::size_t i = 0; i < changed().size(); ++i) {
    rows_.load_row(changed()[i], words.subspan(n_floats + n_rows() + i * per_row, per_row));
  }
  base::ThreadPool pool(1);
  take_centres(Centres(std::vector<float>(end, values.end()), dim(), pool),
               std::vector<float>(values.begin(), begin));
  deal(cells, pool);
}

}  // namespace findling::lsh
