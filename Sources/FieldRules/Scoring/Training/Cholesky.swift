/// A symmetric positive definite matrix taken apart, for the few unknowns of a regression.
struct Cholesky {
    private let size: Int
    private var lower: [Double]
    /// The smallest part of a diagonal element that its predecessors do not explain: near 0 is ill-conditioned.
    private(set) var smallestPivot = 1.0

    /// Row by row. Nil when the matrix is not positive definite.
    init?(_ matrix: [Double], size: Int) {
        self.size = size
        lower = Array(repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row * size + column]
                for k in 0..<column { sum -= lower[row * size + k] * lower[column * size + k] }
                if row == column {
                    let diagonal = matrix[row * size + row]
                    guard sum > 0, sum.isFinite, diagonal > 0 else { return nil }
                    smallestPivot = min(smallestPivot, sum / diagonal)
                    lower[row * size + row] = sum.squareRoot()
                } else {
                    lower[row * size + column] = sum / lower[column * size + column]
                }
            }
        }
    }

    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<size {
            for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
            x[row] /= lower[row * size + row]
        }
        for row in (0..<size).reversed() {
            for k in (row + 1)..<max(size, row + 1) { x[row] -= lower[k * size + row] * x[k] }
            x[row] /= lower[row * size + row]
        }
        return x
    }

    /// The diagonal of the inverse: variances.
    func inverseDiagonal() -> [Double] {
        (0..<size).map { index in
            var unit = Array(repeating: 0.0, count: size)
            unit[index] = 1
            return solve(unit)[index]
        }
    }
}
